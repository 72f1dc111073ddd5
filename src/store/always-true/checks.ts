import { annualPricesAreDividedByTwelve, goneShopsPayNothing, testsAreInNoFigure } from './charge-checks.js';
import type { Check } from './check.js';
import {
  liveChargesAddUp,
  merchantsAreSortedByTheSumOfTheirApps,
  movementsAddUp,
  nothingIsLostBeforeItWasWon,
} from './money-checks.js';
import { everyLineNamesItsRows, installStateIsTheLastEvent } from './row-checks.js';
import { allIsDerivedByTodaysRules, nothingIsOverdue, nothingWaitsForLong } from './upkeep-checks.js';

/**
 * Rule book, "Always true", on a live database; and that nothing of it is left underived. The sentence on the revenue
 * page is `revenueDisagreements`.
 */
export const ALWAYS_TRUE: readonly Check[] = [
  movementsAddUp,
  liveChargesAddUp,
  merchantsAreSortedByTheSumOfTheirApps,
  goneShopsPayNothing,
  nothingIsLostBeforeItWasWon,
  testsAreInNoFigure,
  annualPricesAreDividedByTwelve,
  everyLineNamesItsRows,
  installStateIsTheLastEvent,
  nothingWaitsForLong,
  nothingIsOverdue,
  allIsDerivedByTodaysRules,
];
