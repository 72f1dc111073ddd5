import {
  nameOfDomain,
  nameOfNumber,
  nameOfNumberless,
  nameOfPossible,
  type NumberKind,
  ownDomains,
  type ShopName,
} from './shop-names.js';

/** What one row says of whose it is. */
export interface RowNames {
  /** The number of its shop, which decides; null where it cannot be read. */
  readonly number: { readonly kind: NumberKind; readonly of: string } | null;
  /** What decides besides. */
  readonly deciding: readonly ShopName[];
  /** Its shop's domains. They decide where no number says anything, unless they have passed on. */
  readonly domains: readonly string[];
  /** What else it calls the shop, to be known from then on. */
  readonly also: () => readonly ShopName[];
}

/** What of the names of some rows was erased. */
export interface Erased {
  /** Each with its erasure. */
  readonly erasures: ReadonlyMap<ShopName, string>;
  /** Which of them know no number of a kind. */
  readonly numberless: ReadonlySet<ShopName>;
  /** Shops that are here, by number or domain: what they are called is theirs today. */
  readonly here: ReadonlySet<ShopName>;
}

export const NOTHING_ERASED: Erased = { erasures: new Map(), numberless: new Set(), here: new Set() };

const NOTHING = () => [];

/** Of a row whose shop's number can be read. @param domain as Shopify writes it */
export function namedBy(
  kind: NumberKind,
  number: string,
  domain: unknown,
  also: () => readonly ShopName[] = NOTHING,
): RowNames {
  return { number: { kind, of: number }, deciding: [], domains: ownDomains(domain), also };
}

/** Of a row whose shop's number cannot be read. */
export function namedOtherwise(deciding: readonly ShopName[], domains: readonly string[]): RowNames {
  return { number: null, deciding, domains, also: NOTHING };
}

/** @param key a shop's number or a domain, as persons and refreshes name shops */
export function namesOfKey(key: string): RowNames {
  return /^[1-9][0-9]{0,17}$/.test(key) ? namedBy('shop', key, null) : namedOtherwise([], ownDomains(key));
}

/** All that may decide: what is to be looked up of a row. */
export function decidingNames({ number, deciding, domains }: RowNames): ShopName[] {
  const numbers = number === null ? [] : [nameOfNumber(number.kind, number.of), nameOfPossible(number.kind, number.of)];
  return [...numbers, ...deciding, ...domains.map(nameOfDomain)];
}

/** The erasure that a row's shop went with; undefined where it is none that was erased. */
export function erasureOf(row: RowNames, erased: Erased): string | undefined {
  return surelyErased(row, erased) ?? erasedByDomain(row, erased);
}

/** Those whose domain or possible number was erased, where nothing surer was: whether their shop is here decides. */
export function undecided(rows: readonly RowNames[], erased: Erased): RowNames[] {
  return rows.filter(
    (row) => surelyErased(row, erased) === undefined && decidingNames(row).some((name) => erased.erasures.has(name)),
  );
}

function surelyErased({ number, deciding }: RowNames, { erasures }: Erased): string | undefined {
  const sure = number === null ? deciding : [nameOfNumber(number.kind, number.of), ...deciding];
  return sure.flatMap((name) => erasures.get(name) ?? [])[0];
}

/** By what another shop may have, too: of a shop that is here nothing goes by it. */
function erasedByDomain({ number, domains }: RowNames, { erasures, numberless, here }: Erased): string | undefined {
  const own = domains.filter((domain) => !here.has(nameOfDomain(domain)));
  const byDomain = own.flatMap((domain) => erasures.get(nameOfDomain(domain)) ?? []);
  if (number === null) return byDomain[0];
  const isHere = here.has(nameOfNumber(number.kind, number.of)) || own.length < domains.length;
  if (isHere) return undefined;
  const possible = erasures.get(nameOfPossible(number.kind, number.of));
  return possible ?? byDomain.find((erasureId) => numberless.has(nameOfNumberless(number.kind, erasureId)));
}

/** What rows of one erasure call its shop beside what is known of it. */
export interface Learned {
  readonly erasureId: string;
  /** The first number of its own that is known of it; null where none was learned. */
  readonly number: RowNames['number'];
  readonly names: readonly ShopName[];
}

/** By erasure. A root event shows under which number the shop sits at a domain: only perhaps is it the shop's. */
export function learnedFrom(rows: readonly RowNames[], erased: Erased): Learned[] {
  const byErasure = new Map<string, RowNames[]>();
  for (const row of rows) {
    const erasureId = erasureOf(row, erased);
    if (erasureId !== undefined) byErasure.set(erasureId, [...(byErasure.get(erasureId) ?? []), row]);
  }
  return [...byErasure].map(([erasureId, own]) => {
    const number = own.find((row) => row.number !== null && surelyErased(row, erased) === undefined)?.number ?? null;
    const names = [...(number === null ? [] : [learnedName(number)]), ...own.flatMap((row) => row.also())];
    return { erasureId, number, names: [...new Set(names)].filter((name) => !erased.erasures.has(name)) };
  });
}

function learnedName({ kind, of }: NonNullable<RowNames['number']>): ShopName {
  return kind === 'shop' ? nameOfNumber(kind, of) : nameOfPossible(kind, of);
}

/** As if what is known of one shop, which is still here, were all that was erased. */
export function erasedAs(names: readonly ShopName[], erasureId: string): Erased {
  return { erasures: new Map(names.map((name) => [name, erasureId])), numberless: new Set(names), here: new Set() };
}
