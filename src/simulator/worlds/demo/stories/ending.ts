import { DAY } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Story } from './story.js';

/** Those who still pay and have said that they will not go on. */
export const ending: readonly Story[] = [
  {
    name: 'has set its plan to end with the cycle',
    merchants: 2,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(200, 100));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyPro);
      charge.endWithCycle(life.cast.anchor - life.random.between(1, 3) * DAY);
    },
  },
];
