import { DAY, HOUR } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Story } from './story.js';

/** Money beside subscriptions, offers that came to nothing, and shops that are no customers. */
export const extras: readonly Story[] = [
  {
    name: 'buys once and never subscribes',
    merchants: 6,
    app: 'stockroom',
    tell: (life) => {
      const installed = life.install(life.ago(500, 10));
      life.buyOnce(life.soonAfter(installed), 'Import of past orders', 9900);
    },
  },
  {
    name: 'does not buy after all',
    merchants: 4,
    app: 'stockroom',
    tell: (life) => {
      const installed = life.install(life.ago(400, 10));
      const answer = life.random.chance(0.5) ? 'DECLINED' : 'EXPIRED';
      life.offerOnce(installed + 2 * DAY, 'Import of past orders', 9900, answer);
    },
  },
  {
    name: 'gets a credit',
    merchants: 5,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(500, 100));
      life.subscribe(life.soonAfter(installed), plans.parcelGrowth);
      life.credit(life.ago(90, 5), 'Sorry for the outage', 500);
    },
  },
  {
    name: 'has a credit that fails',
    merchants: 1,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(300, 100));
      life.subscribe(life.soonAfter(installed), plans.parcelStarter);
      const charge = life.charge('AppCredit', 'Goodwill', { minor: 300, currencyCode: life.cast.currency });
      life.event(life.ago(60, 20), 'CREDIT_FAILED', charge);
    },
  },
  {
    name: 'gets money back',
    merchants: 6,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(500, 120));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyBasic);
      charge.refund(life.ago(90, 5), life.price(plans.loyaltyBasic).minor);
    },
  },
  {
    name: 'declines the offer',
    merchants: 7,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(400, 3));
      life.offer(life.soonAfter(installed), plans.loyaltyPro, 'DECLINED');
      if (life.random.chance(0.5)) life.uninstall(life.soonAfter(installed, HOUR * 1, HOUR * 30));
    },
  },
  {
    name: 'lets the offer expire',
    merchants: 5,
    app: 'parcel',
    tell: (life) => {
      const installed = life.install(life.ago(400, 5));
      life.offer(installed + 2 * DAY + 12 * HOUR, plans.parcelGrowth, 'EXPIRED');
    },
  },
  {
    name: 'installs and looks around',
    merchants: 12,
    app: 'loyalty',
    tell: (life) => {
      const installed = life.install(life.ago(600, 1));
      if (life.random.chance(0.4)) life.uninstall(life.soonAfter(installed, HOUR, HOUR * 40));
    },
  },
  {
    name: 'only tests',
    merchants: 5,
    app: 'loyalty',
    shop: 'reviewer',
    tell: (life) => {
      const installed = life.install(life.ago(600, 30));
      const charge = life.subscribe(life.soonAfter(installed), plans.loyaltyPremium, { test: true, trialDays: 0 });
      charge.cancel(life.soonAfter(charge.startedAt));
      life.uninstall(life.soonAfter(charge.startedAt, HOUR * 1, HOUR * 2));
    },
  },
  {
    name: 'asked to be forgotten',
    merchants: 4,
    app: 'parcel',
    shop: 'redacted',
    tell: (life) => {
      const installed = life.install(life.ago(700, 300));
      life.subscribe(life.soonAfter(installed), plans.parcelStarter);
      life.uninstall(life.ago(200, 60));
    },
  },
  {
    name: 'uses the free app',
    merchants: 12,
    app: 'ribbon',
    tell: (life) => {
      life.install(life.ago(300, 2));
      if (life.random.chance(0.3)) life.uninstall(life.ago(1, 0));
    },
  },
];
