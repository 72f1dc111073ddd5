import fc from 'fast-check';
import { at, tell } from '../../../test/support/merchants/merchant-story.js';
import { ToldAccounts } from '../../../test/support/merchants/told-accounts.js';
import { stories, times } from '../../../test/support/merchants/told-stories.js';
import { RANGES } from '../../contract/revenue-words.js';
import { findWrong } from '../../merchants/always-true/check.js';
import { REVENUE_CHECKS } from '../../merchants/always-true/checks.js';
import type { Span } from '../../merchants/rules/figures/spans.js';
import type { Folded } from '../../merchants/rules/fold.js';
import { type Day, startOf } from '../../values/day.js';
import type { Instant } from '../../values/instant.js';
import type { Units } from '../../values/money.js';
import { readRevenue } from '../read-revenue.js';
import { sumOf } from './movements.js';
import { rangeUntil } from './range.js';

let accounts: ToldAccounts;
beforeAll(async () => {
  accounts = await ToldAccounts.start();
});
afterAll(() => accounts.close());

/** A shop is told anew, or forgotten. */
const tellings = fc.record({
  shop: fc.constantFrom('1', '2', '3'),
  app: fc.constantFrom('7', '8'),
  story: fc.option(stories, { freq: 5 }),
});

test('after any folds the sums by day are those of the movements, and all figures of all ranges agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(tellings, { minLength: 1, maxLength: 8 }), times, async (told, end) => {
      const account = await accounts.connect();
      const known = new Map<string, { shop: string; folded: Folded }>();
      for (const { shop, app, story } of told) {
        const folded = story === null ? null : tell(story, 'd140');
        await account.fold(shop, folded, app);
        if (folded === null) known.delete(`${app}/${shop}`);
        else known.set(`${app}/${shop}`, { shop, folded });
      }
      for (const check of REVENUE_CHECKS) {
        expect(await account.read((tenant) => findWrong(tenant, check))).toMatchObject({ wrong: 0, examples: [] });
      }

      const today = at(end).slice(0, 10) as Day;
      for (const range of RANGES) {
        const query = { range: rangeUntil(today, range) };
        const { currencies, activeMerchants } = await account.read((tenant) => readRevenue(tenant, query));
        for (const { cards, points, apps, plans } of currencies) {
          const { value, previous } = cards.mrr;
          if (previous === null) throw new Error('the history is not whole');
          expect([points.at(-1)?.mrr, total(apps), total(plans)]).toEqual([value, value, value]);
          expect(previous + points.reduce((sum, { movements }) => sum + sumOf(movements), 0n)).toBe(value);
        }
        expect(activeMerchants.value).toBe(activeShops([...known.values()], startOf(today)));
      }
    }),
    { numRuns: 60 },
  );
});

function total(standings: readonly { readonly mrr: Units }[]): Units {
  return standings.reduce((sum, { mrr }) => sum + mrr, 0n);
}

function activeShops(known: readonly { shop: string; folded: Folded }[], midnight: Instant): number {
  const covers = ({ from, to }: Span) => from < midnight && (to === null || to >= midnight);
  const active = known.filter(({ folded }) => folded.spans.some((span) => span.state !== 'frozen' && covers(span)));
  return new Set(active.map(({ shop }) => shop)).size;
}
