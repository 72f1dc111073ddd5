import type { Tenant } from '../../postgres/tenant.js';

/** Something that holds for every organization at any time, whatever its rows. */
export interface Check {
  readonly name: string;
  /**
   * A query of all that is looked at: `connection_id` and `app_number` (null for a merchant over all apps),
   * `shop_number` (null for an app over all merchants), and whether it `is_wrong`.
   */
  readonly looked: (sql: Tenant['sql']) => ReturnType<Tenant['sql']>;
}

export interface Finding {
  readonly lookedAt: number;
  readonly wrong: number;
  /** The first few, by domain and app. */
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 5;

/** Looks at one organization, within the database and as of one moment; only a summary comes back. */
export async function findWrong({ sql }: Tenant, { looked }: Check): Promise<Finding> {
  const [finding] = await sql<[Finding]>`
    with looked as materialized (${looked(sql)})
    select
      (select count(*)::integer from looked) as looked_at,
      (select count(*)::integer from looked where is_wrong) as wrong,
      array(
        select distinct
          coalesce(s.myshopify_domain, m.myshopify_domain, 'shop ' || w.shop_number, 'all shops')
          || coalesce(' (app ' || w.app_number || ')', '')
        from (select * from looked where is_wrong limit 100) as w
        left join shops s on s.connection_id = w.connection_id and s.shop_number = w.shop_number
        left join merchants m on m.shop_number = w.shop_number
        order by 1
        limit ${MOST_EXAMPLES}
      ) as examples
  `;
  return finding;
}
