import { z } from 'zod';

/** What a change tells of a merchant that matters here. */
export const ChangedMerchant = z.object({
  shopNumber: z.string(),
  apps: z.array(z.object({ uninstalledAt: z.string().nullable() })),
});

/** It has left an app: the same merchant may be told before, as it was. */
export function hasLeft({ apps }: z.infer<typeof ChangedMerchant>): boolean {
  return apps.some(({ uninstalledAt }) => uninstalledAt !== null);
}

/** Hears that a merchant has changed: the shop's number, and when, as `performance.now()` has it. */
export type Heard = (shopNumber: string, atMs: number) => void;

/** Somebody who is told of changes, in whatever way. */
export interface Listener {
  /** It has come to what is newest now, and hears of the next. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** When each of some shops was heard of first. */
export class News {
  readonly #heardAtMs = new Map<string, number>();

  readonly heard: Heard = (shopNumber, atMs) => {
    if (!this.#heardAtMs.has(shopNumber)) this.#heardAtMs.set(shopNumber, atMs);
  };

  /** Whatever was heard until now is old. */
  forget(): void {
    this.#heardAtMs.clear();
  }

  hasAll(shopNumbers: readonly string[]): boolean {
    return shopNumbers.every((shopNumber) => this.#heardAtMs.has(shopNumber));
  }

  /** @throws Error for a shop that nobody told of */
  atMs(shopNumber: string): number {
    const atMs = this.#heardAtMs.get(shopNumber);
    if (atMs === undefined) throw new Error(`Nobody told of the shop ${shopNumber}.`);
    return atMs;
  }
}
