import { MRR_DEFINITIONS, type MrrDefinition, type MrrDifference } from '../../contract/mrr-definition-words.js';
import type { Units } from '../../values/money.js';
import { differencesOf, ourMrr } from './differences.js';
import type { ShopStanding } from './standing.js';

/** So many merchants are named behind a difference. */
const MOST_NAMED = 10;

/** One rule's part in the difference over all merchants, in one currency. */
export interface DifferenceSum {
  readonly rule: MrrDifference;
  readonly units: Units;
  /** Shops of whom it is not nothing. */
  readonly merchants: number;
  readonly apps: readonly { readonly appNumber: string; readonly units: Units; readonly merchants: number }[];
  /** The shops whose part is largest, whichever its sign, the largest first. */
  readonly largest: readonly ShopPart[];
}

export interface ShopPart {
  readonly shopNumber: string;
  readonly units: Units;
}

export interface CurrencySums {
  readonly currency: string;
  /** Ours. */
  readonly mrr: Units;
  readonly definitions: ReadonlyMap<MrrDefinition, readonly DifferenceSum[]>;
}

/** MRR by each definition over merchants that come one after another: nothing of them is kept but the sums. */
export class DefinitionSums {
  readonly #ours = new Map<string, Units>();
  readonly #parts = new Map<string, RulePart>();

  /** @param shop with all its apps; each shop once */
  add({ shopNumber, pairs }: ShopStanding): void {
    for (const pair of pairs) {
      for (const { units, currency } of ourMrr(pair)) addTo(this.#ours, currency, units);
    }
    for (const definition of MRR_DEFINITIONS) {
      const own = new Map<RulePart, Units>();
      for (const pair of pairs) {
        for (const { rule, currency, units } of differencesOf(definition, pair)) {
          const part = this.#partOf(definition, rule, currency);
          part.addPair(pair.appNumber, shopNumber, units);
          own.set(part, (own.get(part) ?? 0n) + units);
        }
      }
      for (const [part, units] of own) if (units !== 0n) part.addShop({ shopNumber, units });
    }
  }

  /** By currency, in the order of their codes. */
  currencies(): CurrencySums[] {
    const parts = [...this.#parts.values()];
    const codes = new Set([...this.#ours.keys(), ...parts.map(({ currency }) => currency)]);
    return [...codes].sort().map((currency) => ({
      currency,
      mrr: this.#ours.get(currency) ?? 0n,
      definitions: new Map(
        MRR_DEFINITIONS.map((definition) => [
          definition,
          parts
            .filter((part) => part.currency === currency && part.definition === definition)
            .map((part) => part.sum()),
        ]),
      ),
    }));
  }

  #partOf(definition: MrrDefinition, rule: MrrDifference, currency: string): RulePart {
    const key = `${definition} ${rule} ${currency}`;
    const known = this.#parts.get(key) ?? new RulePart(definition, rule, currency);
    this.#parts.set(key, known);
    return known;
  }
}

class RulePart {
  readonly #apps = new Map<string, { units: Units; merchants: number; lastShop: string }>();
  readonly #largest: ShopPart[] = [];
  #units = 0n;
  #merchants = 0;

  constructor(
    readonly definition: MrrDefinition,
    readonly rule: MrrDifference,
    readonly currency: string,
  ) {}

  addPair(appNumber: string, shopNumber: string, units: Units): void {
    const app = this.#apps.get(appNumber) ?? { units: 0n, merchants: 0, lastShop: '' };
    app.units += units;
    // Two connections may have one app; a shop's pairs come together.
    if (app.lastShop !== shopNumber) app.merchants += 1;
    app.lastShop = shopNumber;
    this.#apps.set(appNumber, app);
  }

  addShop(part: ShopPart): void {
    this.#units += part.units;
    this.#merchants += 1;
    const place = this.#largest.findIndex((other) => sizeOf(other) < sizeOf(part));
    this.#largest.splice(place === -1 ? this.#largest.length : place, 0, part);
    if (this.#largest.length > MOST_NAMED) this.#largest.pop();
  }

  sum(): DifferenceSum {
    return {
      rule: this.rule,
      units: this.#units,
      merchants: this.#merchants,
      apps: [...this.#apps].map(([appNumber, { units, merchants }]) => ({ appNumber, units, merchants })),
      largest: this.#largest,
    };
  }
}

function sizeOf({ units }: ShopPart): Units {
  return units < 0n ? -units : units;
}

function addTo(sums: Map<string, Units>, currency: string, units: Units): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + units);
}
