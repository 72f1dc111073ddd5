import { waitFor } from './wait-for.js';

/** A merchant as the api shows it. */
export type ShownMerchant = { readonly shopNumber: string } & Readonly<Record<string, unknown>>;

interface Change {
  readonly number: number;
  readonly ref: string;
  /** Null while no visible app is on the shop; absent once it was erased. */
  readonly merchant?: ShownMerchant | null;
}

interface Changes {
  readonly epoch: string;
  readonly items: readonly Change[];
  readonly last: number;
}

/** Asks for a path below /v1/changes, and answers with what was said. */
type AskChanges = (query: string) => Promise<{ readonly status: number; readonly json: object }>;

/** A program that keeps the merchants of an organization by following its change feed. */
export class FeedFollower {
  readonly merchants = new Map<string, ShownMerchant>();
  /** Numbers in the order in which they were told. */
  readonly numbers: number[] = [];
  /** What the last answer said to ask for next. */
  last = 0;
  #isOver = false;
  readonly #following: Promise<void>;

  /** @param limit of each answer: with few, a page ends between two changes of one transaction */
  constructor(
    private readonly ask: AskChanges,
    private readonly limit: number,
  ) {
    this.#following = this.#follow();
    this.#following.catch(() => undefined); // told by `upTo` and `stop`
  }

  /** Resolves once it has come so far. */
  async upTo(number: number): Promise<void> {
    await Promise.race([waitFor(`change ${number}`, () => this.last >= number, { timeoutMs: 60_000 }), this.#failed()]);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#following;
  }

  async #follow(): Promise<void> {
    let epoch = '';
    while (!this.#isOver) {
      const place = epoch === '' ? '' : `&epoch=${epoch}&after=${this.last}`;
      const { status, json } = await this.ask(`?limit=${this.limit}&wait=1s${place}`);
      if (status !== 200) throw new Error(`The feed was answered with ${status}.`);
      const changes = json as Changes;
      for (const { number, ref, merchant } of changes.items) {
        this.numbers.push(number);
        if (merchant) this.merchants.set(ref, merchant);
        else this.merchants.delete(ref);
      }
      ({ epoch, last: this.last } = changes);
    }
  }

  /** Never, unless following fails. */
  async #failed(): Promise<never> {
    await this.#following;
    throw new Error('It follows no more.');
  }
}
