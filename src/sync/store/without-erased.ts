import type { ErasedNames } from '../../erasure/erased-names.js';
import { learnedNames, type RowNames, type ShopName } from '../../erasure/shop-names.js';
import { eraseRows, hasErased } from '../../erasure/store-erased-names.js';
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
  async store<T>(
    rows: () => readonly RowNames[],
    store: (tenant: Tenant, erased: ReadonlySet<ShopName>) => Promise<T>,
  ): Promise<T> {
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
        this.names.among(tenant, [...new Set(shown.flatMap(({ deciding }) => deciding))]),
      ]);
      const stored = await store(tenant, new Set(erased.keys()));
      // Behind the connection's fence, which is the first that whoever stores takes.
      for (const erasureId of new Set(erased.values())) await this.#learn(tenant, shown, erased, erasureId);
      return stored;
    });
  }

  /** A shop that was erased has another domain now: what came under that before it was known goes, too. */
  async #learn(
    tenant: Tenant,
    rows: readonly RowNames[],
    erased: ReadonlyMap<ShopName, string>,
    erasureId: string,
  ): Promise<void> {
    const own = [...erased].flatMap(([name, id]) => (id === erasureId ? [name] : []));
    const also = learnedNames(rows, new Set(own));
    const [known, ofOthers] = await Promise.all([this.names.among(tenant, also), domainsOfShops(tenant, also)]);
    const learned = also.filter((name) => !known.has(name) && !ofOthers.has(name));
    if (learned.length === 0) return;
    await this.names.add(tenant, learned, erasureId);
    const tailsOf = (kind: string) =>
      learned.filter((name) => name.startsWith(`${kind} `)).map((name) => name.slice(kind.length + 1));
    const [domains, charges] = [tailsOf('domain'), tailsOf('charge')];
    await eraseRows(tenant, { shopNumber: null, domains, charges, shopifyNumbers: [], damaged: [] });
  }
}

/** Those that a shop has which is here: they have passed on to it. */
async function domainsOfShops({ sql }: Tenant, names: readonly ShopName[]): Promise<ReadonlySet<string>> {
  const found = await sql<{ name: string }[]>`
    select distinct r.name
    from unnest(${names}::text[]) as r (name)
    join shops s on s.myshopify_domain = substring(r.name from '^domain (.*)$')
  `;
  return new Set(found.map(({ name }) => name));
}

async function storeIfNothingWasErased<T>(
  tenant: Tenant,
  store: (tenant: Tenant, erased: ReadonlySet<ShopName>) => Promise<T>,
): Promise<T> {
  const [any, stored] = await Promise.all([hasErased(tenant), store(tenant, new Set())]);
  if (any) throw new ShopsErased();
  return stored;
}
