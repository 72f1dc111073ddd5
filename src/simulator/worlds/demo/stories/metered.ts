import { DAY, HOUR, wholeSecond } from '../../time.js';
import { plans } from '../catalogue.js';
import type { Life } from '../life.js';
import type { Story } from './story.js';

/** Usage of the app, charged every few days, until the world's today: the stream goes on from there. */
function useRegularly(life: Life, from: number): void {
  const { random, cast } = life;
  for (let at = from; at < cast.anchor; at = wholeSecond(at + random.between(3 * 24, 9 * 24) * HOUR)) {
    const syncs = random.between(20, 400);
    life.use(at, `${syncs} stock updates`, syncs * 3);
  }
}

/** Those who pay by what they use. */
export const metered: readonly Story[] = [
  {
    name: 'pays for usage alone',
    merchants: 9,
    app: 'stockroom',
    tell: (life) => {
      const installed = life.install(life.ago(400, 60));
      const charge = life.subscribe(life.soonAfter(installed), plans.stockroomMetered);
      useRegularly(life, charge.startedAt + DAY);
    },
  },
  {
    name: 'pays for a plan and for usage',
    merchants: 9,
    app: 'stockroom',
    tell: (life) => {
      const installed = life.install(life.ago(500, 60));
      const charge = life.subscribe(
        life.soonAfter(installed),
        life.random.pick([plans.stockroomTeam, plans.stockroomBusiness]),
      );
      useRegularly(life, charge.paysFrom);
      charge.tell(life.ago(50, 20), 'SUBSCRIPTION_APPROACHING_CAPPED_AMOUNT');
      charge.tell(life.ago(19, 2), 'SUBSCRIPTION_CAPPED_AMOUNT_UPDATED');
    },
  },
];
