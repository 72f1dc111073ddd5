import { DAY, SECOND } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Life } from '../life.js';
import type { Subscription } from '../subscription.js';
import type { Story } from './story.js';

function subscribed(life: Life, mostDays: number, leastDays: number): Subscription {
  const installed = life.install(life.ago(mostDays, leastDays));
  return life.subscribe(life.soonAfter(installed), life.random.pick([plans.parcelStarter, plans.parcelGrowth]));
}

/** Those who go, and those of them who come back. */
export const leaving: readonly Story[] = [
  {
    name: 'cancels and keeps the app',
    merchants: 14,
    app: 'parcel',
    tell: (life) => subscribed(life, 700, 200).cancel(life.ago(180, 2)),
  },
  {
    name: 'uninstalls without a cancel',
    merchants: 16,
    app: 'parcel',
    tell: (life) => {
      subscribed(life, 700, 160);
      life.uninstall(life.ago(150, 0));
    },
  },
  {
    name: 'uninstalls and cancels in the same second',
    merchants: 14,
    app: 'parcel',
    tell: (life) => {
      const charge = subscribed(life, 650, 120);
      const end = life.ago(110, 0);
      charge.cancel(end);
      life.uninstall(end);
    },
  },
  {
    name: 'uninstalls, the cancel following',
    merchants: 6,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(600, 200));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyPro);
      const end = life.ago(190, 1);
      life.uninstall(end);
      charge.cancel(end + life.random.between(1, 30) * SECOND);
    },
  },
  {
    name: 'comes back with a new charge',
    merchants: 8,
    app: 'parcel',
    tell: (life) => {
      subscribed(life, 700, 400);
      life.uninstall(life.ago(350, 250));
      const back = life.install(life.ago(200, 20));
      life.subscribe(life.soonAfter(back), plans.parcelGrowth);
    },
  },
  {
    name: 'comes back with the same charge',
    merchants: 3,
    app: 'parcel',
    tell: (life) => {
      const charge = subscribed(life, 500, 300);
      life.uninstall(life.ago(200, 150));
      const back = life.install(life.ago(140, 100));
      charge.activateAgain(life.soonAfter(back));
    },
  },
  {
    name: 'uninstalls and returns while the charge goes on',
    merchants: 3,
    app: 'parcel',
    tell: (life) => {
      subscribed(life, 500, 300);
      const gone = life.ago(200, 150);
      life.uninstall(gone, { unbroken: true });
      life.install(gone + life.random.between(2, 12) * DAY);
    },
  },
  {
    name: 'comes back without a charge',
    merchants: 3,
    app: 'parcel',
    tell: (life) => {
      subscribed(life, 500, 300);
      life.uninstall(life.ago(200, 150));
      life.install(life.ago(60, 10));
    },
  },
];
