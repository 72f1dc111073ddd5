import { InvalidArgumentError } from 'commander';
import { parseGid } from '../../values/gid.js';

const ADMIN = /^admin\.shopify\.com\/store\/([a-z0-9][a-z0-9-]*)/;
const DOMAIN = /^([a-z0-9][a-z0-9-]*\.myshopify\.com)\.?(?:[/?#:]|$)/;

/**
 * A shop as people paste it: its domain with or without `https://` and a path, in any case, the address of its admin,
 * the first part of the domain alone, its number, or its gid.
 * @returns the domain in lower case, or the number
 * @throws InvalidArgumentError for anything else
 */
export function shopKey(text: string): string {
  const pasted = text.trim();
  const gid = parseGid(pasted);
  if (gid?.kind === 'Shop') return gid.number;
  const address = pasted.toLowerCase().replace(/^https?:\/\//, '');
  if (/^[1-9][0-9]{0,17}$/.test(address)) return address;
  const name = ADMIN.exec(address)?.[1] ?? /^[a-z0-9][a-z0-9-]*$/.exec(address)?.[0];
  if (name !== undefined) return `${name}.myshopify.com`;
  const domain = DOMAIN.exec(address)?.[1];
  if (domain !== undefined) return domain;
  throw new InvalidArgumentError('Write the shop’s *.myshopify.com domain, or its number.');
}
