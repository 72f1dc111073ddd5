/**
 * The longest texts that are taken from outside, in bytes of UTF-8. What stands in an index must stay below 2,700 bytes
 * with all that stands beside it (a third of a page of Postgres), or the row is refused and its page with it.
 */
export const MOST_BYTES = {
  /** Ids and types: what is longer is none. */
  id: 255,
  /** A name in DNS has 253 at most. */
  domain: 255,
  /** Of shops, apps and plans: cut, for they only label. */
  name: 800,
  /** What a merchant writes on leaving: cut as well. */
  prose: 4_000,
  /** Shopify's have a hundred or two. */
  cursor: 4_000,
} as const;

const ELLIPSIS = '…';
const ELLIPSIS_BYTES = 3;
const encoder = new TextEncoder();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function fitsInto(text: string, mostBytes: number): boolean {
  return Buffer.byteLength(text) <= mostBytes;
}

/** A text to show, cut where it would be longer: between two letters as people see them, with an ellipsis. */
export function cutText(text: string, mostBytes: number): string {
  if (fitsInto(text, mostBytes)) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(mostBytes - ELLIPSIS_BYTES)); // whole code points only
  const start = graphemes.segment(text.slice(0, read + 2)).containing(read)?.index ?? read;
  // A single letter that is longer than all of it, made of nothing but accents, is cut anyway.
  return text.slice(0, start > 0 ? start : read) + ELLIPSIS;
}

// Blanks, what is invisible by itself (marks of direction, joiners, fillers), and the braille pattern without a dot.
const NOTHING_TO_SEE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]*$/u;

/**
 * A name to show, as a column of text takes it: what cannot be stored becomes U+FFFD, what is too long is cut, and one of
 * which nothing can be seen is none.
 */
export function displayName(text: string): string {
  if (NOTHING_TO_SEE.test(text)) return '';
  return cutText(text.replaceAll(/\0|\p{Surrogate}/gu, '\uFFFD'), MOST_BYTES.name);
}
