import type { Random } from '../../../src/simulator/random.js';
import type { ChaosAccount } from './account.js';
import { passed } from './passed.js';

const EVERY_MS = 300;
/** What happens at Shopify, and what owners ask for, this often of a hundred times. */
const SHARES = { sale: 40, usage: 25, lostShop: 10, syncNow: 20, addApp: 5 } as const;

/**
 * What goes on while faults are on: rows arrive, an app is new, shops leave, owners ask for syncs and add apps.
 * @param accounts those that are connected at the moment
 */
export async function work(accounts: () => readonly ChaosAccount[], random: Random, untilMs: number): Promise<void> {
  const asked: Promise<unknown>[] = [];
  const newAppAtMs = performance.now() + (untilMs - performance.now()) / 2;
  let hasNewApp = false;
  while (performance.now() < untilMs) {
    const account = random.pick(accounts());
    switch (drawn(random)) {
      case 'sale':
        account.putSale();
        break;
      case 'usage':
        account.putUsage();
        break;
      case 'lostShop':
        shopLeaves(accounts());
        break;
      case 'syncNow':
        asked.push(account.syncNow());
        break;
      case 'addApp':
        asked.push(account.addApp());
        break;
    }
    if (!hasNewApp && performance.now() > newAppAtMs) {
      hasNewApp = true;
      account.putNewApp();
    }
    await passed(performance.now() + EVERY_MS);
  }
  await Promise.all(asked);
}

/** The shop before it sells once more, and is derived again: Convot must not hear of it twice. */
function shopLeaves(accounts: readonly ChaosAccount[]): void {
  const told = accounts.find(({ name }) => name === 'steady');
  const before = told?.lostShops.at(-1);
  if (before !== undefined) told?.putSale(before);
  told?.loseNewShop();
}

function drawn(random: Random): keyof typeof SHARES {
  let left = random.next() * 100;
  for (const [what, share] of Object.entries(SHARES) as [keyof typeof SHARES, number][]) {
    left -= share;
    if (left < 0) return what;
  }
  return 'sale';
}
