import { z } from 'zod';
import type { RootField } from '../graphql/prepare.js';
import { Random } from '../random.js';
import { type Effect, effect } from './effects.js';

/** When a fault happens. All that is said must hold; nothing said: every request. */
const when = z
  .strictObject({
    organizationId: z.string(),
    /** A root field's alias, or its own name when it has none. */
    alias: z.string(),
    field: z.enum(['transactions', 'transaction', 'app', 'events', 'activeSubscription', 'publicApiVersions']),
    /** The app of `app(id:)`, by its number. */
    appNumber: z.string(),
    /** Only fields that carry a cursor, or only those that do not. */
    withCursor: z.boolean(),
    /** Which of the requests that match so far, counted from 1 since the script was set. */
    requests: z.array(z.int().min(1)),
    probability: z.number().min(0).max(1),
    /** At most so often. */
    times: z.int().min(1),
  })
  .partial();

export const faultRule = z.strictObject({ name: z.string().optional(), when: when.default({}), effect });
export type FaultRule = z.output<typeof faultRule>;
/** As written by a test: what has a default may be left out. */
export type FaultRuleInput = z.input<typeof faultRule>;

/** A request as the rules see it. */
export interface FaultTarget {
  readonly organizationId: string;
  readonly fields: readonly (Pick<RootField, 'alias' | 'field'> & {
    readonly withCursor: boolean;
    readonly appNumber: string | null;
  })[];
}

/** A fault that happens to a request, with the aliases of the fields it is about. */
export interface FiredFault {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly effect: Effect;
}

/** The faults to come. Counts how often each fired, so that a test can show that it was not empty. */
export class FaultScript {
  private rules: { rule: FaultRule; matched: number; fired: number }[] = [];
  private random = new Random(0);

  set(rules: readonly FaultRuleInput[], seed: string | number = 0): void {
    this.rules = rules.map((rule) => ({ rule: faultRule.parse(rule), matched: 0, fired: 0 }));
    this.random = new Random(seed);
  }

  get state(): readonly { rule: FaultRule; matched: number; fired: number }[] {
    return this.rules;
  }

  /** The faults that happen to this request, in the order of the script. */
  next(target: FaultTarget): FiredFault[] {
    return this.rules.flatMap((entry) => {
      const { rule } = entry;
      const aliases = matchedAliases(rule, target);
      if (aliases === null) return [];
      entry.matched += 1;
      const { requests, probability, times } = rule.when;
      if (requests && !requests.includes(entry.matched)) return [];
      if (probability !== undefined && !this.random.chance(probability)) return [];
      if (times !== undefined && entry.fired >= times) return [];
      entry.fired += 1;
      return [{ name: rule.name ?? rule.effect.kind, aliases, effect: rule.effect }];
    });
  }
}

/** Null when the request is not meant. A rule that names no field means all of them. */
function matchedAliases(
  { when: { organizationId, alias, field, appNumber, withCursor } }: FaultRule,
  target: FaultTarget,
) {
  if (organizationId !== undefined && organizationId !== target.organizationId) return null;
  const aliases = target.fields
    .filter((candidate) => alias === undefined || candidate.alias === alias)
    .filter((candidate) => field === undefined || candidate.field === field)
    .filter((candidate) => appNumber === undefined || candidate.appNumber === appNumber)
    .filter((candidate) => withCursor === undefined || candidate.withCursor === withCursor)
    .map((candidate) => candidate.alias);
  const namesAField = [alias, field, appNumber, withCursor].some((named) => named !== undefined);
  return namesAField && aliases.length === 0 ? null : aliases;
}
