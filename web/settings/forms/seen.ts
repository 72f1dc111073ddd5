import { isolated } from '../../shared/format/outside.js';
import { formatCount } from '../../shared/format/numbers.js';
import { messages } from '../messages.en.js';
import { readable, squeezed } from './pasted.js';

const MOST_SHOWN = 40;
// A prefix of Shopify's tokens, or anything as long and as dense as one: nobody but its owner may read it from a screen.
const LIKE_A_SECRET = /(?:^|[^a-z])(?:prtapi|shp[a-z]{1,4}|atkn)_|[a-z0-9+/_=-]{20,}/i;

/** What was entered, for the sentence that refuses it: itself as long as it cannot be a secret, else its length. */
export function seen(entered: string): string {
  const text = readable(entered);
  const { itself, length } = messages.refusals.seen;
  if (isLikeSecret(entered) || text.length > MOST_SHOWN) return length(formatCount(squeezed(entered).length));
  return itself(isolated(text));
}

/** Whether it may be a token, whatever the field is for. */
export function isLikeSecret(entered: string): boolean {
  return LIKE_A_SECRET.test(squeezed(entered));
}
