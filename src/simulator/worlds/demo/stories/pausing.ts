import { DAY, SECOND } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Life } from '../life.js';
import type { Subscription } from '../subscription.js';
import type { Story } from './story.js';

function subscribed(life: Life): Subscription {
  const installed = life.install(life.ago(600, 250));
  return life.subscribe(life.soonAfter(installed), plans.parcelGrowth);
}

/** Those whose shop could not pay, or was closed for a while: a freeze is not churn. */
export const pausing: readonly Story[] = [
  {
    name: 'freezes and thaws',
    merchants: 7,
    app: 'parcel',
    tell: (life) => {
      const charge = subscribed(life);
      const frozen = life.ago(200, 60);
      charge.freeze(frozen);
      charge.unfreeze(frozen + life.random.between(3, 50) * DAY);
    },
  },
  {
    name: 'is frozen now',
    merchants: 6,
    app: 'parcel',
    tell: (life) => subscribed(life).freeze(life.ago(40, 1)),
  },
  {
    name: 'uninstalls while frozen',
    merchants: 3,
    app: 'parcel',
    tell: (life) => {
      subscribed(life).freeze(life.ago(120, 60));
      life.uninstall(life.ago(50, 3));
    },
  },
  {
    name: 'closes the shop, the charge frozen with it',
    merchants: 4,
    app: 'parcel',
    tell: (life) => {
      const charge = subscribed(life);
      const closed = life.ago(100, 5);
      charge.freeze(closed);
      life.deactivate(closed + life.random.between(0, 40) * SECOND);
    },
  },
  {
    name: 'closes the shop without a freeze',
    merchants: 4,
    app: 'parcel',
    tell: (life) => {
      subscribed(life);
      life.deactivate(life.ago(100, 5));
    },
  },
  {
    name: 'opens the shop again',
    merchants: 4,
    app: 'parcel',
    tell: (life) => {
      subscribed(life);
      life.deactivate(life.ago(180, 120));
      life.reactivate(life.ago(100, 20));
    },
  },
  {
    name: 'closes the shop before ever subscribing',
    merchants: 2,
    app: 'loyalty',
    tell: (life) => {
      life.install(life.ago(200, 100));
      life.deactivate(life.ago(80, 10));
    },
  },
];
