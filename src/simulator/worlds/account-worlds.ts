import type { GeneratedWorldOptions } from './generated.js';

/** In what an account differs from an even one. */
type Difference = Pick<Partial<GeneratedWorldOptions>, 'apps' | 'shape' | 'rowsPerInstant' | 'firstAppPercent'>;

/**
 * Accounts like real ones, for tests and benchmarks of the sync. An even one, which once stood for all of them, hid that
 * bursts made a first sync three times as slow.
 */
export const accountWorlds = {
  even: {},
  /** Each month twice the last. */
  growing: { shape: 'growing' },
  /** All transactions of a month within an hour. */
  billing: { shape: 'billing' },
  /** A third of all rows within twenty minutes. */
  migration: { shape: 'migration' },
  /** One app of ten has nearly all the rows. */
  'one-app': { apps: 10, firstAppPercent: 97 },
  /** Four pages and a half of one instant. */
  instants: { rowsPerInstant: 450 },
} as const satisfies Readonly<Record<string, Difference>>;

export type AccountWorld = keyof typeof accountWorlds;

/** @throws in words for whoever typed the name */
export function worldsNamed(name: string): AccountWorld[] {
  const names = Object.keys(accountWorlds) as AccountWorld[];
  const wanted = names.filter((world) => name === 'all' || name === world);
  if (wanted.length === 0) throw new Error(`--world must be all or one of ${names.join(', ')}, not ${name}.`);
  return wanted;
}
