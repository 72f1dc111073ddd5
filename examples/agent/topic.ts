import type { Topic } from './facts.js';

const WORDS: Readonly<Record<Topic, RegExp>> = {
  price: /\b(price|pay|paying|cost|charged?|bill(ed)?|invoice)\b/i,
  status: /\b(active|cancel(led)?|frozen|trial|status|still)\b/i,
  history: /\b(when|since|history|install(ed)?|uninstall(ed)?|happened)\b/i,
  plan: /\b(plan|subscription|tier)\b/i,
};

/** What the question is about; null: nothing that the tools tell. A model would do better, and may not do more. */
export function topicOf(question: string): Topic | null {
  return (Object.keys(WORDS) as Topic[]).find((topic) => WORDS[topic].test(question)) ?? null;
}
