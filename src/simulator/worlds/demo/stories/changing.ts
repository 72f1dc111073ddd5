import { HOUR, SECOND } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Story } from './story.js';

/** Those who change their plan: the old charge is cancelled and a new one starts, in either order. */
export const changing: readonly Story[] = [
  {
    name: 'upgrades, both in the same second',
    merchants: 16,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(650, 150));
      const small = life.subscribe(life.soonAfter(installed), plans.parcelStarter);
      small.changeTo(plans.parcelGrowth, life.ago(120, 5));
    },
  },
  {
    name: 'upgrades, the old charge ending up to a minute before',
    merchants: 6,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(500, 200));
      const small = life.subscribe(life.soonAfter(installed), plans.parcelGrowth);
      small.changeTo(plans.parcelScale, life.ago(160, 20), { cancelAfter: -life.random.between(1, 59) * SECOND });
    },
  },
  {
    name: 'downgrades, the old charge ending hours after',
    merchants: 9,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(600, 200));
      const big = life.subscribe(life.soonAfter(installed), plans.loyaltyPremium);
      big.changeTo(plans.loyaltyBasic, life.ago(150, 10), { cancelAfter: life.random.between(1, 23) * HOUR });
    },
  },
  {
    name: 'climbs step by step',
    merchants: 6,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(690, 600));
      const free = life.subscribe(life.soonAfter(installed), plans.loyaltyFree);
      const basic = free.changeTo(plans.loyaltyBasic, life.ago(500, 450), { trialDays: 14 });
      const pro = basic.changeTo(plans.loyaltyPro, life.ago(300, 250));
      pro.changeTo(plans.loyaltyPremium, life.ago(120, 30));
    },
  },
  {
    name: 'moves from the month to the year',
    merchants: 4,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(500, 300));
      const monthly = life.subscribe(life.soonAfter(installed), plans.parcelGrowth);
      monthly.changeTo(plans.parcelGrowthYearly, life.ago(200, 40));
    },
  },
  {
    name: 'changes the currency with the plan',
    merchants: 2,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(300, 200));
      const dollars = life.subscribe(life.soonAfter(installed), plans.parcelGrowth, { currency: 'USD' });
      dollars.changeTo(plans.parcelScale, life.ago(90, 30), { currency: 'EUR' });
    },
  },
  {
    name: 'has a cancel told again three seconds after the start',
    merchants: 3,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(300, 30));
      const started = life.soonAfter(installed);
      life.subscribe(started, plans.parcelGrowth).tell(started + 3 * SECOND, 'SUBSCRIPTION_CHARGE_CANCELED');
    },
  },
];
