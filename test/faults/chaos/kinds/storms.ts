import type { ChaosAccount } from '../account.js';
import { passed } from '../passed.js';
import type { FaultKind, Scene } from './fault.js';

const AT_ONCE = 25;
const APPS = 4;
const AGAIN_MS = 500;
const DISCONNECTED_WITHIN_MS = 15_000;
const SILENT_FOR_MS = 2_500;
const CONNECTED_WITHIN_MS = 90_000;

/** Asks for something many times at once; again until some of it is accepted, or it is over. */
function storm(name: string, ask: (account: ChaosAccount) => Promise<boolean>, times: number): FaultKind {
  return {
    name,
    target: name,
    begin: ({ accounts, random }: Scene) => {
      const account = random.pick(accounts);
      let accepted = 0;
      let isOver = false;
      const askAll = () =>
        Promise.all(
          Array.from({ length: times }, () => ask(account).then((isAccepted) => (accepted += isAccepted ? 1 : 0))),
        );
      // While the api, its database or, for apps, Shopify is away nothing is accepted.
      const askUntilAccepted = async () => {
        for (;;) {
          await askAll();
          if (accepted > 0 || isOver) return;
          await passed(performance.now() + AGAIN_MS);
        }
      };
      const over = askUntilAccepted();
      const end = () => {
        isOver = true;
        return over;
      };
      return Promise.resolve({ bites: () => accepted, end });
    },
  };
}

/** Its owner disconnects and connects again, whatever is going on. */
const changeOfMind: FaultKind = {
  name: 'an owner disconnects and connects again',
  target: 'owner',
  begin: ({ accounts, random }) => {
    // In the midst of its first sync, if it is that early.
    const account = accounts.find(({ name }) => name === 'first') ?? random.pick(accounts);
    let times = 0;
    const over = (async () => {
      if (await account.disconnect(DISCONNECTED_WITHIN_MS)) {
        times += 1;
        // A request that comes although nothing may be sent needs time to come.
        await passed(performance.now() + SILENT_FOR_MS);
      }
      await account.reconnect(CONNECTED_WITHIN_MS);
    })();
    // Whoever ends it hears of it.
    over.catch(() => undefined);
    return Promise.resolve({ bites: () => times, end: () => over });
  },
};

export const storms: readonly FaultKind[] = [
  storm('a storm of syncs', (account) => account.syncNow(), AT_ONCE),
  storm('a storm of apps', (account) => account.addApp(), APPS),
  changeOfMind,
];
