import { Explained, Found, type Reliability, Story } from './told.js';
import type { Tools } from './tools.js';

/** What a question can be about. */
export type Topic = 'plan' | 'price' | 'status' | 'history';

/** Sentences that hold, and how far. */
export interface Facts {
  readonly sentences: readonly string[];
  readonly reliability: Reliability;
}

const BEGINNINGS = { plan: 'Your plan of', status: 'Your subscription to' } as const;
const CYCLES = { EVERY_30_DAYS: 'every 30 days', ANNUAL: 'a year' } as const;

/** Asks the tools for what the question is about. The shop is the token's, so that no text can name another one. */
export async function gatherFacts(tools: Tools, topic: Topic): Promise<Facts> {
  if (topic === 'history') {
    const { events, ...reliability } = await tools.call(Story, 'merchant_story', { limit: 5 });
    const lines = events.map(({ type, occurredAt }) => `${occurredAt.slice(0, 10)}: ${type.replaceAll('_', ' ')}.`);
    return { sentences: lines, reliability };
  }
  if (topic === 'price') {
    const { items, ...reliability } = await tools.call(Found, 'find_merchant', {});
    const lines = items.flatMap(({ apps }) =>
      apps.flatMap(({ appName, price, interval, status }) =>
        // MRR is no price: a twelfth of a yearly one, and nothing in a trial.
        price === null || interval === null
          ? []
          : `The price of your plan of ${appName ?? 'the app'}, before discounts and usage, is ${price} ${CYCLES[interval]}; it is ${status}.`,
      ),
    );
    return { sentences: lines, reliability };
  }
  const { apps, ...reliability } = await tools.call(Explained, 'explain_figure', { figure: topic });
  const lines = apps.map(({ appName, value }) => `${BEGINNINGS[topic]} ${appName ?? 'the app'}: ${value ?? 'none'}.`);
  return { sentences: lines, reliability };
}
