import type { z } from 'zod';
import { MRR_DEFINITIONS, type MrrDefinition, type MrrDifference } from '../../contract/mrr-definition-words.js';
import type { CurrencySums, DifferenceSum } from '../../revenue/mrr-definitions/definition-sums.js';
import { differencesOf, ourMrr, sumOf } from '../../revenue/mrr-definitions/differences.js';
import { PUBLISHED_DEFINITIONS, ruleBehind } from '../../revenue/mrr-definitions/published-rules.js';
import type { ShopStanding } from '../../revenue/mrr-definitions/standing.js';
import type { MrrDefinitions } from '../../revenue/read-mrr-definitions.js';
import { money, type Units } from '../../values/money.js';
import type { MerchantMrrDefinitions, RevenueMrrDefinitions } from '../schemas/mrr-definitions.js';
import { appOf } from './present-revenue-lists.js';

type AppNames = ReadonlyMap<string, string | null>;
type RulesShown = z.input<typeof RevenueMrrDefinitions>['definitions'];
type RevenueCurrency = z.input<typeof RevenueMrrDefinitions>['currencies'][number];
type MerchantCurrency = z.input<typeof MerchantMrrDefinitions>['currencies'][number];

/** All that is published, also where the definitions agree. */
export function presentRules(): RulesShown {
  return MRR_DEFINITIONS.map((definition) => {
    const { name, rules } = PUBLISHED_DEFINITIONS[definition];
    return { definition, name, rules: [...rules] };
  });
}

export function presentRevenueDefinitions({ currencies, names, scope }: MrrDefinitions): RevenueCurrency[] {
  const present = (currency: string, definition: MrrDefinition, sum: DifferenceSum) => ({
    ...ruleShown(definition, sum.rule),
    amount: money(sum.units, currency),
    merchants: sum.merchants,
    apps: sum.apps.map(({ appNumber, units, merchants }) => ({
      ...appOf(appNumber, scope.names),
      amount: money(units, currency),
      merchants,
    })),
    largest: sum.largest.flatMap(({ shopNumber, units }) => {
      const merchant = names.get(shopNumber);
      return merchant === undefined ? [] : [{ merchant, amount: money(units, currency) }];
    }),
  });
  return currencies.map(({ currency, mrr, definitions }: CurrencySums) => ({
    currencyCode: currency,
    mrr: money(mrr, currency),
    definitions: MRR_DEFINITIONS.map((definition) => {
      const sums = definitions.get(definition) ?? [];
      return {
        ...figuresOf(definition, currency, mrr, sumOf(sums)),
        items: sums.map((sum) => present(currency, definition, sum)),
      };
    }),
  }));
}

export function presentMerchantDefinitions({ pairs }: ShopStanding, names: AppNames): MerchantCurrency[] {
  const ours = pairs.flatMap(ourMrr);
  const differing = MRR_DEFINITIONS.map((definition) => ({
    definition,
    differences: pairs.flatMap((pair) =>
      differencesOf(definition, pair).map((difference) => ({ ...difference, appNumber: pair.appNumber })),
    ),
  }));
  const all = [...ours, ...differing.flatMap(({ differences }) => differences)];
  return [...new Set(all.map(({ currency }) => currency))].sort().map((code) => {
    const isOwn = ({ currency }: { readonly currency: string }) => currency === code;
    const mrr = sumOf(ours.filter(isOwn));
    return {
      currencyCode: code,
      mrr: money(mrr, code),
      definitions: differing.map(({ definition, differences }) => {
        const own = differences.filter(isOwn);
        return {
          ...figuresOf(definition, code, mrr, sumOf(own)),
          items: own.map(({ rule, units, appNumber, charges, evidence }) => ({
            ...ruleShown(definition, rule),
            ...appOf(appNumber, names),
            amount: money(units, code),
            charges: [...charges],
            evidence: [...evidence],
          })),
        };
      }),
    };
  });
}

function figuresOf(definition: MrrDefinition, currency: string, ours: Units, difference: Units) {
  return {
    definition,
    name: PUBLISHED_DEFINITIONS[definition].name,
    mrr: money(ours + difference, currency),
    difference: money(difference, currency),
  };
}

function ruleShown(definition: MrrDefinition, difference: MrrDifference) {
  const { sentence, source, assumption } = ruleBehind(definition, difference);
  return { rule: difference, sentence, source, assumption };
}
