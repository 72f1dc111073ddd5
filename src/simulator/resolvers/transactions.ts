import { parseGid } from '../../values/gid.js';
import { type Instant, instantToMicros } from '../../values/instant.js';
import { GraphqlRefusal } from '../graphql/refusal.js';
import type { LedgerTransaction, TransactionTypename } from '../ledger/rows.js';
import { presentTransaction } from '../present/transaction.js';
import { App } from './app.js';
import { connection, type PageArguments } from './connection.js';
import { demand, type QueryContext } from './context.js';
import { numberIfGiven } from './gids.js';

interface TransactionsArguments extends PageArguments {
  readonly appId?: string | null;
  readonly shopId?: string | null;
  readonly myshopifyDomain?: string | null;
  readonly createdAtMin?: Instant | null;
  readonly createdAtMax?: Instant | null;
  readonly types?: readonly string[] | null;
}

const MAXIMUM_PAGE = 100;

/** Newest first; both time bounds are included. */
export function transactions(args: TransactionsArguments, context: QueryContext): object {
  demand('view_financials', context);
  const app = numberIfGiven(args.appId, 'partners', 'App');
  const shop = numberIfGiven(args.shopId, 'partners', 'Shop');
  const domain = args.myshopifyDomain ?? undefined;
  const types = args.types ? [...new Set(args.types)].sort() : undefined;
  const from = args.createdAtMin ? instantToMicros(args.createdAtMin) : undefined;
  const to = args.createdAtMax ? instantToMicros(args.createdAtMax) : undefined;
  return connection(
    {
      rows: context.organization.ledger.transactions,
      walk: { feed: 'transactions', organization: context.organization.id, app, shop, domain, types, from, to },
      maximum: MAXIMUM_PAGE,
      from,
      to,
      order: 'newest first',
      matches: (row) =>
        (app === undefined || row.app?.number === app) &&
        (shop === undefined || row.shop?.number === shop) &&
        (domain === undefined || row.shop?.myshopifyDomain === domain) &&
        (types === undefined || types.includes(typeOf[row.typename])),
      present,
    },
    args,
    context,
  );
}

export function transaction({ id }: { id: string }, context: QueryContext): object | null {
  demand('view_financials', context);
  if (parseGid(id)?.namespace !== 'partners') throw new GraphqlRefusal(`Invalid GID '${id}'`);
  const row = context.organization.ledger.transaction(id);
  return row === undefined || row.visibleAt > context.now ? null : present(row);
}

function present(row: LedgerTransaction): object {
  return presentTransaction(row, (app) => new App(app));
}

/** How `TransactionType` names what `__typename` tells. */
const typeOf: Record<TransactionTypename, string> = {
  AppSubscriptionSale: 'APP_SUBSCRIPTION_SALE',
  AppOneTimeSale: 'APP_ONE_TIME_SALE',
  AppUsageSale: 'APP_USAGE_SALE',
  AppSaleAdjustment: 'APP_SALE_ADJUSTMENT',
  AppSaleCredit: 'APP_SALE_CREDIT',
  ServiceSale: 'SERVICE_SALE',
  ServiceSaleAdjustment: 'SERVICE_SALE_ADJUSTMENT',
  ThemeSale: 'THEME_SALE',
  ThemeSaleAdjustment: 'THEME_SALE_ADJUSTMENT',
  ReferralTransaction: 'REFERRAL',
  ReferralAdjustment: 'REFERRAL_ADJUSTMENT',
  TaxTransaction: 'TAX',
  LegacyTransaction: 'LEGACY',
};
