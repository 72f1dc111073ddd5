import type { AccountSize } from './partner-account.js';

/**
 * Accounts like real ones. An even one, which once stood for all of them, hid that bursts made a first sync three times as
 * slow.
 */
export const accountWorlds: Readonly<Record<string, (size: AccountSize) => AccountSize>> = {
  even: (size) => size,
  /** Each month twice the last. */
  growing: (size) => ({ ...size, shape: 'growing' }),
  /** All transactions of a month within an hour. */
  billing: (size) => ({ ...size, shape: 'billing' }),
  /** A third of all rows within twenty minutes. */
  migration: (size) => ({ ...size, shape: 'migration' }),
  /** One app of ten has nearly all the rows. */
  'one-app': (size) => ({ ...size, apps: 10, firstAppPercent: 97 }),
  /** Four pages and a half of one instant. */
  instants: (size) => ({ ...size, rowsPerInstant: 450 }),
};

/** @throws in words for whoever typed the name */
export function worldsNamed(name: string): string[] {
  const names = Object.keys(accountWorlds);
  if (name === 'all') return names;
  if (!names.includes(name)) throw new Error(`--world must be all or one of ${names.join(', ')}, not ${name}.`);
  return [name];
}
