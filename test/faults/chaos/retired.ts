import type { RequestLog } from '../../../src/simulator/request-log.js';
import { judgeSilence } from '../invariants/requests.js';
import type { ChaosAccount } from './account.js';

/** The accounts of seeds that are over, for which nothing may be sent any more. */
export class Retired {
  readonly #accounts: ChaosAccount[] = [];
  /** The number of the last request that was judged: what one seed is blamed for the next is not. */
  #judged = 0;

  add(accounts: readonly ChaosAccount[]): void {
    this.#accounts.push(...accounts);
  }

  /** Judges the requests that came since the last time. */
  judge(log: Pick<RequestLog, 'list'>): string[] {
    const requests = log.list(this.#judged);
    this.#judged = requests.at(-1)?.number ?? this.#judged;
    return judgeSilence(
      requests,
      this.#accounts.flatMap((account) => account.silences()),
    );
  }
}
