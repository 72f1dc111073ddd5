import { InvalidArgumentError } from 'commander';
import { parseGid } from '../values/gid.js';
import { type Instant, parseInstant } from '../values/instant.js';
import { MYSHOPIFY_DOMAIN } from '../values/shop-domain.js';

export function connectionId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw new InvalidArgumentError('It is not an id.');
  return text;
}

/** Spelled as an access token spells it. */
export function shopDomainOnly(text: string): string {
  if (!MYSHOPIFY_DOMAIN.test(text)) throw new InvalidArgumentError('Write the shop’s *.myshopify.com domain.');
  return text;
}

export function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It is not a count.');
  return Number(text);
}

export function appNumber(text: string): string {
  const gid = parseGid(text);
  if (gid?.namespace !== 'partners' || gid.kind !== 'App') throw new InvalidArgumentError('Write gid://partners/App/…');
  return gid.number;
}

export function appNumberOrGid(text: string): string {
  return /^[1-9][0-9]{0,17}$/.test(text) ? text : appNumber(text);
}

/** A time with its zone: an operator's clock and the service's may be hours apart. */
export function time(text: string): Instant {
  const at = parseInstant(text);
  if (at === null) throw new InvalidArgumentError('Write a time with its zone, such as 2026-11-29T03:00:00Z.');
  return at;
}
