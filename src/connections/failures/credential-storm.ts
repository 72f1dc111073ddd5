import type { Beginners, StormMembers } from './store-credential-storms.js';

// Every week some owner replaces a token or loses a permission. A tenth of all of them does not do so within minutes.
const SHARE_OF_THOSE_THAT_WORKED = 0.1;
// In a small installation a tenth is one: a few owners may have trouble of their own at the same time.
const FEWEST_CONNECTIONS = 5;
// One agency that tidies up its Partner organizations, or one team that tries them out, is nobody else's storm.
const FEWEST_ORGANIZATIONS = 3;
// The longest wait between two syncs of a healthy connection that are in time (contract/wait-factor.ts): all of them are
// tried in it. Of those that an outage made late some let a turn pass (sync/next-wait.ts); a tenth is tried even then.
const INTERVALS_TO_NOTICE = 1.1;

/** Then it is a storm no more: whoever is still refused is judged by himself. */
export const LONGEST_STORM_MS = 24 * 3_600_000;

/** How far back those that began to be refused are counted, in milliseconds. */
export function stormWindowMs(intervalMs: number): number {
  return INTERVALS_TO_NOTICE * intervalMs;
}

type Counts = Pick<Beginners, 'connections' | 'organizations'>;

/** Whether there are so many that it is worth counting all others. */
export function areMany({ connections, organizations }: Counts): boolean {
  return connections >= FEWEST_CONNECTIONS && organizations >= FEWEST_ORGANIZATIONS;
}

/**
 * Whether Shopify refuses everybody, rather than some owners' tokens.
 * @param worked connections that worked when the window began, those that are refused now among them
 */
export function isStorm(beginners: Counts, worked: number): boolean {
  return areMany(beginners) && beginners.connections > worked * SHARE_OF_THOSE_THAT_WORKED;
}

export function hasPassed({ members, working }: StormMembers): boolean {
  return working * 2 >= members;
}
