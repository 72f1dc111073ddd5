import { z } from 'zod';
import { inheritedEnvironment } from '../../../src/config/config.js';

const count = z.coerce.number().int().min(1);

/** What `npm run test:faults` hands on to chaos.fault.ts, each with what it is when nothing is said. */
const Options = z.object({
  CHAOS_FIRST: count.default(1),
  CHAOS_SEEDS: count.default(20),
  CHAOS_SECONDS: count.default(20),
  /** A fault that is planted in a copy of the compiled code: see tools/faults/plant-fault.ts. */
  CHAOS_PLANTED: z
    .string()
    .regex(/^[a-z-]+$/)
    .optional(),
  /** Where the results go, as JSON, for the table. */
  CHAOS_REPORT: z.string().optional(),
});

export interface ChaosOptions {
  readonly seeds: readonly number[];
  readonly seconds: number;
  readonly planted: string | undefined;
  readonly report: string | undefined;
  /** The command that runs one of these seeds again. */
  readonly again: (seed: number) => string;
}

export function chaosOptions(): ChaosOptions {
  const { CHAOS_FIRST: first, CHAOS_SEEDS: seeds, ...rest } = Options.parse(inheritedEnvironment());
  const { CHAOS_SECONDS: seconds, CHAOS_PLANTED: planted, CHAOS_REPORT: report } = rest;
  return {
    seeds: Array.from({ length: seeds }, (_, place) => first + place),
    ...{ seconds, planted, report },
    again: (seed) => {
      const options = ['--seed', seed, '--seconds', seconds, ...(planted === undefined ? [] : ['--planted', planted])];
      return `npm run test:faults -- ${options.join(' ')}`;
    },
  };
}
