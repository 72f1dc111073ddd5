import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { paths } from '../../../src/process/paths.js';

export const RULES_FILE = 'tools/monitoring/rules.yml';

const Alert = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string(),
  labels: z.strictObject({ severity: z.enum(['page', 'day']) }),
  annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
});
const Recording = z.strictObject({ record: z.string(), expr: z.string() });
const RuleFile = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(z.union([Alert, Recording])) })),
});
export type RuleFile = z.infer<typeof RuleFile>;
type AlertRule = z.infer<typeof Alert>;

/** The rules as they are shipped. */
export function readRules(): RuleFile {
  return RuleFile.parse(parse(readFileSync(join(paths.root, RULES_FILE), 'utf8')));
}

export function alertsOf({ groups }: RuleFile): AlertRule[] {
  return groups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule] : [])));
}

/** The names that rules give to what they record. */
export function recordedBy({ groups }: RuleFile): string[] {
  return groups.flatMap(({ rules }) => rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
}
