import { readMerchantInFull } from '../../../src/merchants/read/merchant/merchant-in-full.js';
import type { MerchantInFull } from '../../../src/merchants/read/merchant-views.js';
import type { Sql } from '../../../src/postgres/sql.js';
import type { DerivedAccount } from './derived-account.js';

/** One merchant of an account as the panel reads it. */
export async function readInFull(account: DerivedAccount, key: string): Promise<MerchantInFull> {
  const found = await account.read(({ sql, organizationId }) =>
    readMerchantInFull(sql as unknown as Sql, organizationId, key),
  );
  if (found === null) throw new Error(`no merchant ${key}`);
  return found;
}
