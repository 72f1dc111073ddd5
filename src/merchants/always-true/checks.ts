import { annualPricesAreDividedByTwelve, goneShopsPayNothing, testsAreInNoFigure } from './charge-checks.js';
import type { Check } from './check.js';
import {
  daysAreTheSumOfTheirMovements,
  liveChargesAddUp,
  merchantsAreSortedByTheSumOfTheirApps,
  movementsAddUp,
  movementsFollowWhatIsLive,
  nothingIsLostBeforeItWasWon,
} from './money-checks.js';
import { everyLineNamesItsRows, installStateIsTheLastEvent } from './row-checks.js';
import { segmentsHaveWhomTheyAskFor } from './segment-checks.js';
import {
  allIsDerivedByTodaysRules,
  everyMerchantIsDerived,
  nothingIsOverdue,
  nothingWaitsForLong,
} from './upkeep-checks.js';

/** What makes the revenue page one number: its two reckonings, and the sums that its charts are read from. */
export const REVENUE_CHECKS: readonly Check[] = [movementsFollowWhatIsLive, daysAreTheSumOfTheirMovements];

/** Rule book, "Always true", on a live database; and that nothing of it is left underived. */
export const ALWAYS_TRUE: readonly Check[] = [
  // A card equals the last point of its chart (movements, by day) equals the sum by plan (what is live).
  movementsAddUp,
  liveChargesAddUp,
  ...REVENUE_CHECKS,
  merchantsAreSortedByTheSumOfTheirApps,
  goneShopsPayNothing,
  nothingIsLostBeforeItWasWon,
  testsAreInNoFigure,
  annualPricesAreDividedByTwelve,
  everyLineNamesItsRows,
  installStateIsTheLastEvent,
  segmentsHaveWhomTheyAskFor,
  everyMerchantIsDerived,
  nothingWaitsForLong,
  nothingIsOverdue,
  allIsDerivedByTodaysRules,
];
