import { instantFromMicros } from '../../values/instant.js';
import type { AppRecord, LedgerTransaction, ShopRecord } from '../ledger/rows.js';
import { transactionGid } from '../ledger/rows.js';
import { merge } from './as-sent.js';

/** `avatarUrl` came back null for every shop anyone has checked. */
export function presentShop(shop: ShopRecord): object {
  return {
    __typename: 'Shop',
    id: `gid://partners/Shop/${shop.number}`,
    name: shop.name,
    myshopifyDomain: shop.myshopifyDomain,
    avatarUrl: null,
  };
}

/** A row as a superset of every transaction type's fields; the schema lets a query ask only for those of its own type. */
export function presentTransaction(row: LedgerTransaction, presentApp: (app: AppRecord) => object): object {
  const node = {
    __typename: row.typename,
    id: transactionGid(row),
    createdAt: instantFromMicros(row.at),
    app: row.app && presentApp(row.app),
    shop: row.shop && presentShop(row.shop),
    chargeId: row.chargeId,
    billingInterval: row.billingInterval,
    grossAmount: row.grossAmount,
    shopifyFee: row.shopifyFee,
    netAmount: row.netAmount,
    amount: row.netAmount,
    category: row.category,
    type: row.taxType,
    theme: row.themeName === null ? null : { name: row.themeName },
  };
  return merge(node, row.asSent);
}
