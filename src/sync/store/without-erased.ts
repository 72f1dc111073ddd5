import type { ErasedNames } from '../../erasure/erased-names.js';
import { type Erased, type Learned, learnedFrom, NOTHING_ERASED, type RowNames } from '../../erasure/row-names.js';
import { nameOfNumberless, nameOfPossible, type NumberKind, tailsOf } from '../../erasure/shop-names.js';
import { eraseRows, findHere, hasErased, numbersAtSeats } from '../../erasure/store-erased-names.js';
import type { Tenant } from '../../postgres/tenant.js';

type InTransaction = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

/** Nothing was stored: it is to be done again, without what was erased. */
class ShopsErased extends Error {
  readonly code = 'shops_erased';
}

/**
 * Stores what Shopify answered without what was erased, for one sync. Until it finds that anything ever was, it stores at
 * once and looks in the same breath; from then on each page waits for what of it was erased.
 */
export class WithoutErased {
  #isAny = false;

  constructor(
    private readonly inTransaction: InTransaction,
    private readonly names: ErasedNames,
  ) {}

  /**
   * @param rows what each row that may be stored says of whose it is
   * @param store stores all but what was erased; its transaction stores nothing when it throws
   */
  async store<T>(rows: () => readonly RowNames[], store: (tenant: Tenant, erased: Erased) => Promise<T>): Promise<T> {
    if (!this.#isAny) {
      try {
        return await this.inTransaction((tenant) => storeIfNothingWasErased(tenant, store));
      } catch (error) {
        if (!(error instanceof ShopsErased)) throw error;
        this.#isAny = true;
      }
    }
    return this.inTransaction(async (tenant) => {
      const shown = rows();
      const [, erased] = await Promise.all([
        hasErased(tenant), // for its lock
        this.names.among(tenant, shown),
      ]);
      const stored = await store(tenant, erased);
      // Behind the connection's fence, which is the first that whoever stores takes.
      for (const learned of learnedFrom(shown, erased)) await this.#learn(tenant, learned, erased);
      return stored;
    });
  }

  /** A shop that was erased is known by more now: what came under that before it was known goes, too. */
  async #learn(tenant: Tenant, { erasureId, number, names }: Learned, { numberless }: Erased): Promise<void> {
    const forget = async (kind: NumberKind) => {
      const marker = nameOfNumberless(kind, erasureId);
      if (numberless.has(marker)) await this.names.forget(tenant, [marker]);
    };
    if (number !== null) await forget(number.kind);
    const learned = await this.#news(tenant, names);
    if (learned.length === 0) return;
    await this.names.add(tenant, learned, erasureId);
    const domains = tailsOf('domain', learned);
    // Whose other number is known has its root events by that.
    const isSeated = numberless.has(nameOfNumberless('shopify', erasureId)) && number?.kind !== 'shopify';
    const seats = isSeated ? domains : [];
    const shopifyNumbers = await numbersAtSeats(tenant, seats);
    if (shopifyNumbers.length > 0) {
      const possible = shopifyNumbers.map((one) => nameOfPossible('shopify', one));
      await this.names.add(tenant, possible, erasureId);
      await forget('shopify');
    }
    const shopNumber = number?.kind === 'shop' ? number.of : null;
    const charges = tailsOf('charge', learned);
    await eraseRows(tenant, { shopNumber, domains, seats, charges, shopifyNumbers, damaged: [] });
  }

  /** Without what is known, and domains that have passed on to a shop which is here. */
  async #news(tenant: Tenant, names: Learned['names']): Promise<Learned['names']> {
    if (names.length === 0) return [];
    const domains = tailsOf('domain', names);
    const [known, here] = await Promise.all([
      this.names.known(tenant, names),
      domains.length === 0 ? new Set() : findHere(tenant, [{ number: null, domains }]),
    ]);
    return names.filter((name) => !known.has(name) && !here.has(name));
  }
}

async function storeIfNothingWasErased<T>(
  tenant: Tenant,
  store: (tenant: Tenant, erased: Erased) => Promise<T>,
): Promise<T> {
  const [any, stored] = await Promise.all([hasErased(tenant), store(tenant, NOTHING_ERASED)]);
  if (any) throw new ShopsErased();
  return stored;
}
