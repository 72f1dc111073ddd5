import type { Amount } from '../../contract/merchant-words.js';
import type { MrrDefinition, MrrDifference } from '../../contract/mrr-definition-words.js';
import type { ChargeStanding, PairStanding, RecentSales } from './standing.js';

/** By how much a definition's MRR differs from ours by one rule, in one currency; never nothing. */
export interface Difference extends Amount {
  readonly rule: MrrDifference;
  /** Numbers of the charges that it is of. */
  readonly charges: readonly string[];
  /** Ids of the rows that say so; none where it is the want of a row that does. */
  readonly evidence: readonly string[];
}

/** Our MRR, one entry a currency; of a currency in which nothing is live with 0. */
export function ourMrr({ charges }: PairStanding): Amount[] {
  return charges.map(({ state, monthly }) => (state === 'live' ? monthly : { ...monthly, units: 0n }));
}

/**
 * What makes a definition's MRR of an app on a shop another one than ours: ours and all of these are theirs, exactly.
 * The rules and where they are published: published-rules.ts.
 */
export function differencesOf(definition: MrrDefinition, pair: PairStanding): Difference[] {
  switch (definition) {
    case 'mantle':
      return [];
    case 'chartmogul':
      return pair.hasPaid ? merged([...lastBilled(pair), ...stillFrozen(pair)]) : merged(notBilled(pair));
    case 'profitwell': {
      const ofCharges = pair.hasPaid ? [...lastBilled(pair), ...paidUntil(pair)] : notBilled(pair);
      const before = [...ofCharges, ...usageOf(pair, ofCharges)];
      return merged([...before, ...creditsOf(pair, before)]);
    }
  }
}

function notBilled({ charges }: PairStanding): Difference[] {
  return live(charges).map((charge) => of('not_billed', charge, -charge.monthly.units, []));
}

function lastBilled({ charges }: PairStanding): Difference[] {
  return live(charges).flatMap((charge) =>
    charge.billed === null
      ? []
      : [of('last_billed', charge, charge.billed.units - charge.monthly.units, [charge.billed.id])],
  );
}

function stillFrozen({ charges }: PairStanding): Difference[] {
  return charges.filter(({ state }) => state === 'frozen').map((charge) => asBilled('frozen', charge));
}

function paidUntil({ charges }: PairStanding): Difference[] {
  return charges.filter(({ isPaidFor }) => isPaidFor).map((charge) => asBilled('paid_until', charge));
}

/** Only of who counts: a charge is live, or is paid for still. */
function usageOf({ charges, usage }: PairStanding, ofCharges: readonly Difference[]): Difference[] {
  const counts = live(charges).length > 0 || ofCharges.some(({ rule, units }) => rule === 'paid_until' && units > 0n);
  return counts ? usage.map((sales) => ofSales('usage', sales, sales.units)) : [];
}

/** Down to nothing: a merchant who is credited more than they pay pays nothing. */
function creditsOf(pair: PairStanding, before: readonly Difference[]): Difference[] {
  return pair.credits.map((credits) => {
    const isOwn = ({ currency }: Amount) => currency === credits.currency;
    const pays = sumOf([...ourMrr(pair), ...before].filter(isOwn));
    return ofSales('credits', credits, credits.units < pays ? -credits.units : -pays);
  });
}

function live(charges: readonly ChargeStanding[]): ChargeStanding[] {
  return charges.filter(({ state }) => state === 'live');
}

function asBilled(rule: MrrDifference, charge: ChargeStanding): Difference {
  const { billed, monthly } = charge;
  return of(rule, charge, (billed ?? monthly).units, billed === null ? [] : [billed.id]);
}

function of(
  rule: MrrDifference,
  { chargeNumber, monthly }: ChargeStanding,
  units: bigint,
  evidence: readonly string[],
): Difference {
  return { rule, units, currency: monthly.currency, charges: [chargeNumber], evidence };
}

function ofSales(rule: MrrDifference, { currency, ids }: RecentSales, units: bigint): Difference {
  return { rule, units, currency, charges: [], evidence: ids };
}

/** One a rule and currency, without those that come to nothing. */
function merged(differences: readonly Difference[]): Difference[] {
  const all = new Map<string, Difference>();
  for (const one of differences.filter(({ units }) => units !== 0n)) {
    const key = `${one.rule} ${one.currency}`;
    const known = all.get(key);
    all.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            units: known.units + one.units,
            charges: [...known.charges, ...one.charges],
            evidence: [...known.evidence, ...one.evidence],
          },
    );
  }
  return [...all.values()].filter(({ units }) => units !== 0n);
}

export function sumOf(amounts: readonly { readonly units: bigint }[]): bigint {
  return amounts.reduce((sum, { units }) => sum + units, 0n);
}
