import type { RuleFile } from './rules.js';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
type Unit = keyof typeof SECONDS;

/** How the rules write a threshold in seconds. */
const THRESHOLD = /\* (60|3600)\b/g;

export interface Scale {
  /** By which all times are divided: windows, waits and thresholds in seconds. */
  readonly factor: number;
  /** Those whose thresholds stay: what they measure takes as long as ever. */
  readonly thresholdsKept: readonly string[];
}

/** The rules in a world that goes faster. */
export function scaledRules({ groups }: RuleFile, { factor, thresholdsKept }: Scale): RuleFile {
  const scaled = (duration: string) => {
    const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? [];
    return `${Math.round((Number(count) * SECONDS[unit as Unit] * 1_000) / factor)}ms`;
  };
  const expression = (expr: string, keepsThreshold: boolean) =>
    expr
      .replace(/\[(\w+)\]/g, (_, duration: string) => `[${scaled(duration)}]`)
      .replace(/\boffset (\w+)/g, (_, duration: string) => `offset ${scaled(duration)}`)
      .replace(THRESHOLD, keepsThreshold ? '* $1' : `* $1 / ${factor}`);
  return {
    groups: groups.map(({ name, rules }) => ({
      name,
      rules: rules.map((rule) =>
        'alert' in rule
          ? { ...rule, for: scaled(rule.for), expr: expression(rule.expr, thresholdsKept.includes(rule.alert)) }
          : { ...rule, expr: expression(rule.expr, false) },
      ),
    })),
  };
}
