import type { Sql } from '../../../src/postgres/sql.js';

/** Tables whose rows are of one shop each. */
export async function tablesOfShops(sql: Sql): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'shop_number' and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
    order by 1
  `;
  return tables.map(({ name }) => name);
}

/**
 * What comes to a shop too seldom for a test to wait for it: an answer of `activeSubscription`, a correction, a mark that
 * stands, and lines of the audit log that name it.
 */
export async function plantSeldomRows(
  sql: Sql,
  shop: {
    readonly number: string;
    readonly shopifyNumber: string;
    readonly name: string;
    readonly myshopifyDomain: string;
  },
): Promise<void> {
  const [pair] = await sql<{ organizationId: string; connectionId: string; appNumber: string; shopNumber: string }[]>`
    select organization_id, connection_id, app_number, shop_number from merchant_apps where shop_number = ${shop.number}
  `;
  if (pair === undefined) throw new Error('nothing was derived of the shop');
  const { myshopifyDomain, name } = shop;
  const answer = {
    shop: { id: `gid://shopify/Shop/${shop.shopifyNumber}`, myshopifyDomain },
    items: [{ handle: name }],
  };
  await sql`
    insert into subscription_answers ${sql({ ...pair, observedAt: new Date().toISOString(), raw: sql.json(answer) })}
  `;
  await sql`
    insert into merchant_corrections ${sql({ ...pair, figure: 'plan', fromValue: name, toValue: null, cause: 'row', evidence: [] })}
  `;
  await sql`insert into merchant_marks ${sql(pair)} on conflict do nothing`;
  await sql`
    insert into audit_log (organization_id, actor, action, detail)
    select ${pair.organizationId}, 'test', 'resend_webhook', jsonb_build_object('messageId', id)
    from webhook_messages
    where shop_number = ${shop.number}
    union all
    select ${pair.organizationId}, 'test', 'sync', ${sql.json({ shop: myshopifyDomain })}
  `;
}
