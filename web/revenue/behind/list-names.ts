/** Lists of merchants by the figure or the movement that they are behind, as the address names them. */
export const LIST_NAMES = [
  'mrr',
  'arr',
  'arpu',
  'activeMerchants',
  'newMrr',
  'churnedMrr',
  'merchantChurn',
  'mrrChurn',
  'projectedLtv',
  'movements',
  'new',
  'reactivation',
  'expansion',
  'resumed',
  'contraction',
  'paused',
  'churn',
] as const;

export type ListName = (typeof LIST_NAMES)[number];
