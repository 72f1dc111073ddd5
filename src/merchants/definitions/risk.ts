import { DOWNGRADE_DAYS, type RiskCode, type RiskLevel, TRIAL_ENDING_DAYS } from '../../contract/merchant-words.js';

/** Why a customer may be about to leave, the heaviest first. */
export const RISKS: Readonly<Record<RiskCode, string>> = {
  frozen: 'Shopify froze a charge, usually because a bill was not paid.',
  cancelling: 'Shopify states on which day the charge is to end.',
  payment_late: 'No sale of the charge was recorded by when one must have been.',
  downgraded: `The last change of plan, up to ${DOWNGRADE_DAYS} days ago, was to pay less.`,
  trial_ending_unused: `The trial ends within ${TRIAL_ENDING_DAYS} days, and no row shows that the app was used in it.`,
  uninstalled_before: 'The shop had uninstalled the app before, and came back.',
};

/** Of a customer that of the heaviest reason; of a merchant that of the app where it is highest. */
export const RISK_LEVEL_MEANINGS: Readonly<Record<RiskLevel, string>> = {
  high: 'Something has stopped already: frozen, cancelling or payment late.',
  medium: 'Something of these weeks speaks for it: downgraded, or a trial ending unused.',
  low: 'Something of the past does: uninstalled before.',
  none: 'There is no reason, or no customer.',
};
