import type { Facts } from './facts.js';
import type { Reliability } from './told.js';

/** What is laid before a person: an answer to send, or why there is none. */
export type Draft =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly confidence: Reliability['confidence'];
      readonly ageSeconds: number | null;
    }
  | { readonly kind: 'hand over'; readonly why: string };

/** Puts facts into words. Here a model fits in: it is given these sentences alone, and what it writes is only a draft. */
export type Write = (question: string, sentences: readonly string[]) => string | Promise<string>;

export const writeWithoutModel: Write = (_question, sentences) => sentences.join(' ');

/** Refuses before anything is written: a model would sound as sure of what is old as of what is new. */
export async function draft(question: string, { sentences, reliability }: Facts, write: Write): Promise<Draft> {
  const why = sentences.length === 0 ? 'Nothing is known of it.' : doubtOf(reliability);
  if (why !== null) return { kind: 'hand over', why };
  const { confidence, age } = reliability;
  return { kind: 'answer', text: await write(question, sentences), confidence, ageSeconds: age.seconds };
}

/** Null where there is none. */
function doubtOf({ age, coverage, confidence }: Reliability): string | null {
  if (age.seconds === null) return 'Shopify was never read whole.';
  if (age.stale) return `What is known is ${age.seconds} seconds old, and may be over.`;
  if (!coverage.whole) return 'The past of this account is still being read.';
  if (confidence === null || confidence === 'assumed') return 'No row of Shopify’s says so: it is assumed.';
  return null;
}
