import { annualPricesAreDividedByTwelve, goneShopsPayNothing, testsAreInNoFigure } from './charge-checks.js';
import type { Check } from './check.js';
import {
  liveChargesAddUp,
  merchantsAreTheSumOfTheirApps,
  movementsAddUp,
  nothingIsLostBeforeItWasWon,
} from './money-checks.js';
import { everyLineNamesItsRows, installStateIsTheLastEvent } from './row-checks.js';
import { allIsDerivedByTodaysRules, nothingIsOverdue, nothingWaitsForLong } from './upkeep-checks.js';

/** Rule book, "Always true", on a live database; and that nothing of it is left underived. */
export const ALWAYS_TRUE: readonly Check[] = [
  // The revenue page: a card equals the last point of its chart equals the sum by plan.
  movementsAddUp,
  liveChargesAddUp,
  merchantsAreTheSumOfTheirApps,
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
