import type { ShopRecord } from '../../ledger/rows.js';

const firsts = [
  'Northwind', 'Juniper', 'Saltmarsh', 'Golden Hour', 'Little Fern', 'Copper Kettle', 'Bramble', 'Tidewater',
  'Paper Crane', 'Old Mill', 'Sunday', 'Wild Thyme', 'Lumen', 'Harbour', 'Moonstone', 'Pine & Pebble', 'Marigold',
  'Blue Heron', 'Atelier Nord', 'Casa Verde', 'Maison Lilas', 'Kleine Freude', 'Hinterland', 'Sakura Lane', 'Fjord',
  'Clover', 'Velvet Fox', 'Honest', 'Oak Street', 'Rosewater',
]; // prettier-ignore
const seconds = [
  'Candles', 'Coffee', 'Ceramics', 'Kids', 'Outdoors', 'Skincare', 'Books', 'Cycles', 'Linen', 'Tea', 'Toys',
  'Jewelry', 'Pets', 'Bakery', 'Socks', 'Records', 'Gardens', 'Knitwear', 'Stationery', 'Soap',
]; // prettier-ignore

const FIRST_NUMBER = 55_210_000_000;
const FIRST_SHOPIFY_NUMBER = 61_880_000_000;

/** The n-th shop of the world: its own name, address and numbers, 600 times over before a name needs a number. */
export function shop(index: number): ShopRecord {
  // Steps through both lists so that neighbours share neither word.
  const first = firsts[index % firsts.length] ?? '';
  const second = seconds[(index * 7 + Math.floor(index / firsts.length)) % seconds.length] ?? '';
  const round = Math.floor(index / (firsts.length * seconds.length));
  const name = `${first} ${second}`;
  const slug = name.toLowerCase().replace(/[^a-z]+/g, '-');
  return {
    number: String(FIRST_NUMBER + index * 7919),
    shopifyNumber: String(FIRST_SHOPIFY_NUMBER + index * 10_007),
    name,
    myshopifyDomain: `${slug}${round === 0 ? '' : `-${round + 1}`}.myshopify.com`,
  };
}

/** Shopify's app reviewers look like shops. */
export function reviewShop(index: number): ShopRecord {
  return { ...shop(index), name: `App Review ${index}`, myshopifyDomain: `app-review-${index}.myshopify.com` };
}

/** A shop whose owner asked to be forgotten: several may share this one domain. */
export function redactedShop(index: number): ShopRecord {
  return { ...shop(index), name: 'REDACTED', myshopifyDomain: 'redacted.myshopify.com' };
}
