import type { ComparedAnswers, DifferingAnswer } from '../merchants/answers/compare-answers.js';
import type { DoctorLine } from './doctor-line.js';

const MOST_SHOWN = 5;

/** How many of Shopify's answers of subscriptions say something else than what was derived, and the first of them. Pure. */
export function answerLines(name: string, { compared, differing, examples }: ComparedAnswers): DoctorLine[] {
  if (compared === 0) return [];
  if (differing === 0) {
    return [
      { level: 'ok', text: `${name}: what Shopify states of subscriptions is what was derived (${compared} compared)` },
    ];
  }
  const text = `${name}: of ${compared} subscriptions Shopify states something else of ${differing} than what was derived`;
  const shown = examples
    .slice(0, MOST_SHOWN)
    .map((example) => ({ level: 'note', text: `  ${inWords(example)}` }) as const);
  return [{ level: 'note', text, details: examples }, ...shown];
}

function inWords({ shopNumber, myshopifyDomain, appId, differences }: DifferingAnswer): string {
  const each = differences.map(({ what, stated, derived }) => `${what} is stated ${stated}, derived ${derived}`);
  return `${myshopifyDomain ?? `shop ${shopNumber}`}, ${appId}: ${each.join('; ')}`;
}
