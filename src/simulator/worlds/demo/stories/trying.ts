import { DAY } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Story } from './story.js';

/** Those in and around a trial. No feed states one; only `billingOn` and the sales tell. */
export const trying: readonly Story[] = [
  {
    name: 'converts, the first sale just settled or about to',
    merchants: 12,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(48, 15));
      life.subscribe(life.soonAfter(installed), plans.loyaltyBasic);
    },
  },
  {
    name: 'is inside the trial',
    merchants: 9,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(12, 1));
      life.subscribe(life.soonAfter(installed), life.random.pick([plans.loyaltyBasic, plans.loyaltyPro]));
    },
  },
  {
    name: 'cancels inside the trial',
    merchants: 8,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(400, 14));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyPro);
      charge.cancel(charge.startedAt + life.random.between(1, 12) * DAY);
    },
  },
  {
    name: 'lets the trial run out and never pays',
    merchants: 6,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(300, 40));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyPro, { unpaid: true });
      charge.cancel(charge.paysFrom + life.random.between(3, 15) * DAY);
    },
  },
  {
    name: 'changes the plan inside the trial',
    merchants: 3,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(9, 6));
      const basic = life.subscribe(life.soonAfter(installed), plans.loyaltyBasic);
      basic.changeTo(plans.loyaltyPro, basic.startedAt + life.random.between(2, 4) * DAY);
    },
  },
  {
    name: 'uninstalls inside the trial',
    merchants: 4,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(200, 10));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyBasic);
      life.uninstall(charge.startedAt + life.random.between(1, 8) * DAY);
    },
  },
];
