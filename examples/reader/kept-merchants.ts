import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Change, Followed, Merchant, Place } from 'convot-partner-sync-client';

interface Kept {
  place: Place | null;
  merchants: Record<string, Merchant>;
}

/**
 * The merchants as they are now and how far the feed was read, kept together in one file: a stand-in for two tables that
 * are written in one transaction. Whoever is killed goes on where they were.
 */
export class KeptMerchants {
  #kept: Kept;

  constructor(private readonly file: string) {
    this.#kept = read(file);
  }

  get place(): Place | null {
    return this.#kept.place;
  }

  get count(): number {
    return Object.keys(this.#kept.merchants).length;
  }

  keep({ changes, place, anew }: Followed): void {
    const merchants = anew ? {} : this.#kept.merchants;
    for (const change of changes) put(merchants, change);
    const draft = `${this.file}.draft`;
    writeFileSync(draft, JSON.stringify({ place, merchants }), { flush: true });
    renameSync(draft, this.file);
    this.#kept = { place, merchants };
  }
}

/** Under `ref`: it is all that is left of the name of an erased one. */
function put(merchants: Kept['merchants'], change: Change): void {
  if ('merchant' in change && change.merchant !== null) merchants[change.ref] = change.merchant;
  else Reflect.deleteProperty(merchants, change.ref);
}

function read(file: string): Kept {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    return { place: null, merchants: {} };
  }
}
