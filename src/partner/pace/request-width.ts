/**
 * Twelve pages of 100 rows are about 700 kB: quick to answer, and a tenth of what we accept. With more of them a first sync
 * is faster still, but each part of a window ends in a page that is not full (docs/decisions.md).
 */
export const PAGES_PER_REQUEST = 12;
// A wider request that takes longer than this gains nothing over narrower ones side by side.
const QUICK_MS = 2_000;
const SLOW_MS = 5_000;
// A width that failed is tried again after so many good answers: what disliked it may be over, or may be for good.
const GOOD_ANSWERS_BEFORE_RETRY = 40;

/**
 * How many pages one request may carry. Shopify limits requests, not pages, so the width doubles while answers are quick
 * and clean, halves when one is not, and settles below what was disliked: at one page a request, if need be.
 */
export class RequestWidth {
  #pages = 1;
  #ceiling: number;
  #goodAnswers = 0;

  constructor(private readonly most: number) {
    this.#ceiling = most;
  }

  get pages(): number {
    return this.#pages;
  }

  /** So many pages came in one answer, all of them usable, after so long. */
  answered(pages: number, tookMs: number): void {
    if (tookMs > SLOW_MS && pages > 1) return this.disliked(pages);
    this.#goodAnswers += 1;
    if (this.#goodAnswers % GOOD_ANSWERS_BEFORE_RETRY === 0) this.#ceiling = Math.min(this.#ceiling * 2, this.most);
    // A request that was not full says nothing about a wider one.
    if (tookMs < QUICK_MS && pages >= this.#pages) this.#pages = Math.min(pages * 2, this.#ceiling);
  }

  /** A timeout, an internal error, a refused query or a slow answer: with fewer pages it may pass. */
  disliked(pages: number): void {
    if (pages === 1) return;
    this.#goodAnswers = 0;
    this.#pages = Math.min(this.#pages, Math.max(1, Math.floor(pages / 2)));
    this.#ceiling = this.#pages;
  }
}
