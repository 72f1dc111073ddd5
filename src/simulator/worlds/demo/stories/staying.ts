import { plans } from '../catalogue.js';
import type { Story } from './story.js';

/** Those who subscribe and stay. */
export const staying: readonly Story[] = [
  {
    name: 'pays every month',
    merchants: 48,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(720, 20));
      life.subscribe(life.soonAfter(installed), life.random.pick([plans.parcelStarter, plans.parcelGrowth]));
    },
  },
  {
    name: 'pays every month after a trial',
    merchants: 32,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(700, 50));
      life.subscribe(life.soonAfter(installed), life.random.pick([plans.loyaltyBasic, plans.loyaltyPro]));
    },
  },
  {
    name: 'pays by the year',
    merchants: 12,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(710, 30));
      life.subscribe(life.soonAfter(installed), plans.parcelGrowthYearly);
    },
  },
  {
    name: 'pays by the year since yesterday, nothing settled yet',
    merchants: 3,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(1));
      life.subscribe(life.soonAfter(installed), plans.loyaltyProAnnual);
    },
  },
  {
    name: 'pays less than the list price',
    merchants: 8,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(400, 60));
      life.subscribe(life.soonAfter(installed), plans.parcelScale, { percent: 75 });
    },
  },
  {
    name: 'is on the free plan',
    merchants: 14,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(600, 5));
      life.subscribe(life.soonAfter(installed), plans.loyaltyFree);
    },
  },
  {
    name: 'adds a second charge beside the first',
    merchants: 3,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(500, 200));
      life.subscribe(life.soonAfter(installed), plans.parcelGrowth);
      life.subscribe(life.ago(150, 40), plans.parcelStarter);
    },
  },
  {
    name: 'subscribed before app events were kept',
    merchants: 3,
    app: 'parcel',
    tell: (life) => void life.subscribe(life.ago(725, 700), plans.parcelGrowth, { withoutEvents: true }),
  },
  {
    name: 'uses two of the apps',
    merchants: 8,
    app: 'parcel',
    tell: (life, elsewhere) => {
      const installed = life.install(life.ago(500, 90));
      life.subscribe(life.soonAfter(installed), plans.parcelGrowth);
      const other = elsewhere('loyalty');
      const later = other.install(other.ago(80, 60));
      other.subscribe(other.soonAfter(later), plans.loyaltyBasic);
    },
  },
];
