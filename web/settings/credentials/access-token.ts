import { formatCount } from '../../shared/format/numbers.js';
import { messages as refusals } from '../forms/messages.en.js';
import { readable, squeezed } from '../forms/pasted.js';

// The api's own bounds.
const TOKEN = /^[\x21-\x7e]{16,256}$/;
const QUOTED = /^["'`].*["'`]$/;
// Tokens of Shopify's other APIs start with shpat_, shpss_ and the like. Source: shopify.dev, authentication.
const OTHER_TOKEN = /^(shp[a-z]{1,4})_/;
// Known as one by these alone: a token of another kind may look like a host.
const ADDRESS = /^https?:|^(?:[a-z0-9-]+\.)*(?:my)?shopify\.(?:com|dev)(?:[/:?#]|$)/i;
// Within whatever was copied with it: a header, a setting, a sentence. Tokens seen are prtapi_ and 32 characters.
const PARTNER_TOKEN = /prtapi_[a-z0-9_-]{16,}/i;
// One of those, whole: words that follow it are no part of it.
const WHOLE_TOKEN = /prtapi_[a-z0-9]{32}(?![a-z0-9_-])/i;

/** What was typed or pasted, without what is no part of a token. */
export function cleanToken(text: string): string {
  const alone = squeezed(text);
  const found = WHOLE_TOKEN.exec(readable(text)) ?? PARTNER_TOKEN.exec(alone);
  return (found?.[0] ?? alone).replace(/^prtapi_/i, 'prtapi_');
}

/** Whether it is one of Shopify's tokens, of whichever API. */
export function isToken(text: string): boolean {
  const token = cleanToken(text);
  return token.startsWith('prtapi_') || OTHER_TOKEN.test(token);
}

/** Why the api would not even try this token at Shopify; null when it would. */
export function faultOfToken(text: string): 'invalid_token' | 'wrong_token_kind' | null {
  if (OTHER_TOKEN.test(text)) return 'wrong_token_kind';
  return TOKEN.test(text) && !QUOTED.test(text) ? null : 'invalid_token';
}

function kindOf(prefix: string): string {
  const { kinds, unknownKind } = refusals.token;
  return prefix in kinds ? kinds[prefix as keyof typeof kinds] : unknownKind;
}

/** What was seen in place of a token: its kind or its length, never a character of it. Undefined when nothing is wrong. */
export function tokenFault(text: string): string | undefined {
  const words = refusals.token;
  const token = cleanToken(text);
  if (token === '') return words.empty;
  const other = OTHER_TOKEN.exec(token)?.[1];
  if (other !== undefined) return words.otherKind(kindOf(other));
  if (/^[0-9]+$/.test(token)) return words.digits(formatCount(token.length));
  if (token.startsWith('gid://')) return words.gid;
  if (ADDRESS.test(token)) return words.address;
  if (/[^\x21-\x7e]/.test(token)) return words.strange;
  return faultOfToken(token) === null ? undefined : words.length(formatCount(token.length));
}
