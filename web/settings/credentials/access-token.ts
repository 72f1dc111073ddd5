// The api's own bounds. Tokens of Shopify's other APIs start with shpat_, shpss_ and the like.
const TOKEN = /^[\x21-\x7e]{16,256}$/;
const QUOTED = /^["'`].*["'`]$/;
const OTHER_TOKEN = /^shp[a-z]{1,4}_/;

/** Why the api would not even try this token at Shopify; null when it would. */
export function faultOfToken(text: string): 'invalid_token' | 'wrong_token_kind' | null {
  if (OTHER_TOKEN.test(text)) return 'wrong_token_kind';
  return TOKEN.test(text) && !QUOTED.test(text) ? null : 'invalid_token';
}
