import { formatCount } from '../../shared/format/numbers.js';
import { isolated } from '../../shared/format/text.js';
import { messages } from './messages.en.js';

// What no eye sees: white space, controls, joiners, marks of order, fillers (https://www.unicode.org/reports/tr44/).
const SPACE = /[\p{White_Space}\u2800]+/gu;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
// And what copies come wrapped in: quotation marks, those that stand for them, and the brackets of a mail or a document.
const WRAPPING = /[\p{Quotation_Mark}`´ˋˊʹʺʻʼʽ‵′″‴<>〈〉⟨⟩[\](){}*]/gu;

/** As it was meant to be read: without what is not seen and what it was wrapped in, each space one. */
export function readable(pasted: string): string {
  return pasted
    .replace(SPACE, ' ')
    .replace(INVISIBLE, '')
    .replace(WRAPPING, '')
    .normalize('NFKC')
    .replace(WRAPPING, '')
    .trim();
}

/** The same without any space: ids, tokens and addresses have none. */
export function squeezed(pasted: string): string {
  return readable(pasted).replace(SPACE, '');
}

/**
 * The first group that `pattern` finds. Without spaces first, for an address that was broken over two lines, then with
 * them, for one that words follow.
 */
export function foundIn(pasted: string, pattern: RegExp): string | null {
  return pattern.exec(squeezed(pasted))?.[1] ?? pattern.exec(readable(pasted))?.[1] ?? null;
}

const MOST_SHOWN = 40;
// A prefix of Shopify's tokens, or anything as long and as dense as one: nobody but its owner may read it from a screen.
const LIKE_A_SECRET = /(?:^|[^a-z])(?:prtapi|shp[a-z]{1,4}|atkn)_|[a-z0-9+/_=-]{20,}/i;

/** What was entered, for the sentence that refuses it: itself as long as it cannot be a secret, else its length. */
export function seen(entered: string): string {
  const text = readable(entered);
  const { itself, length } = messages.seen;
  if (isLikeSecret(entered) || text.length > MOST_SHOWN) return length(formatCount(squeezed(entered).length));
  return itself(isolated(text));
}

/** Whether it may be a token, whatever the field is for. */
export function isLikeSecret(entered: string): boolean {
  return LIKE_A_SECRET.test(squeezed(entered));
}
