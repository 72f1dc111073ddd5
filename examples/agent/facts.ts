import { Explained, type Reliability, Story } from './told.js';
import type { Tools } from './tools.js';

/** What a question can be about. */
export type Topic = 'plan' | 'price' | 'status' | 'history';

/** Sentences that hold, and how far. */
export interface Facts {
  readonly sentences: readonly string[];
  readonly reliability: Reliability;
}

const FIGURES = { plan: 'plan', price: 'mrr', status: 'status' } as const;
const BEGINNINGS = { plan: 'Your plan of', price: 'A month you pay for', status: 'Your subscription to' } as const;

/** Asks the tools for what the question is about. The shop is the token's, so that no text can name another one. */
export async function gatherFacts(tools: Tools, topic: Topic): Promise<Facts> {
  if (topic === 'history') {
    const { events, ...reliability } = await tools.call(Story, 'merchant_story', { limit: 5 });
    const lines = events.map(({ type, occurredAt }) => `${occurredAt.slice(0, 10)}: ${type.replaceAll('_', ' ')}.`);
    return { sentences: lines, reliability };
  }
  const { apps, ...reliability } = await tools.call(Explained, 'explain_figure', { figure: FIGURES[topic] });
  const lines = apps.map(({ appName, value }) => `${BEGINNINGS[topic]} ${appName ?? 'the app'}: ${value ?? 'none'}.`);
  return { sentences: lines, reliability };
}
