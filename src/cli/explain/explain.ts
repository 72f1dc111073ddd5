import { type Environment, readEnvironment } from '../../config/config.js';
import { readDirectory } from '../../connections/store/connection-directory.js';
import { readFoldInput } from '../../merchants/derive/input/read-fold-input.js';
import { findShopNumber } from '../../merchants/read/merchant/find-merchant.js';
import { listShopPairs, type ShopPair } from '../../merchants/read/shops.js';
import { tellPair } from '../../merchants/telling/tell-pair.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import { withDatabase } from '../operator.js';
import { printAll } from '../print.js';
import { storyLines } from './story-lines.js';

export interface ExplainOptions {
  /** As `shopKey` gives it. */
  readonly shop: string;
  readonly organization?: string;
  /** The app's number. */
  readonly app?: string;
}

/**
 * Prints the story of one merchant, app by app and row by row, told anew from the stored rows.
 * @throws in words, when there is no such merchant, or several organizations have it
 */
export async function explain({ shop, organization, app }: ExplainOptions): Promise<void> {
  const environment = readEnvironment();
  const organizations = organization === undefined ? await readOrganizations(environment) : [organization];
  await withDatabase(environment, async (sql) => {
    const [found, ...others] = await findMerchants(sql, organizations, shop);
    if (found === undefined) throw new Error(`Nothing is known of the shop ${shop}. Is it spelled as Shopify has it?`);
    if (others.length > 0) {
      const names = [found, ...others].map(({ organizationId }) => organizationId).join(', ');
      throw new Error(`Several organizations know ${shop}: ${names}. Name one with --organization.`);
    }
    const pairs = found.pairs.filter(({ appNumber }) => app === undefined || appNumber === app);
    if (pairs.length === 0) {
      const numbers = [...new Set(found.pairs.map(({ appNumber }) => appNumber))].join(', ');
      throw new Error(`The shop ${shop} never had the app ${app ?? ''}. It had: ${numbers}.`);
    }
    for (const pair of pairs) {
      const { rows, hints, unread } = await withTenant(sql, found.organizationId, (tenant) =>
        readFoldInput(tenant, pair.connectionId, pair),
      );
      printAll(storyLines(found.organizationId, pair, tellPair(rows, pair.asOf, hints), unread));
    }
  });
}

async function readOrganizations(environment: Environment): Promise<string[]> {
  const directory = await withDatabase(environment, readDirectory);
  return [...new Set(directory.map(({ organizationId }) => organizationId))];
}

interface Found {
  readonly organizationId: string;
  readonly pairs: readonly ShopPair[];
}

async function findMerchants(sql: Sql, organizations: readonly string[], shop: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const organizationId of organizations) {
    const pairs = await withTenant(sql, organizationId, async (tenant) => {
      const shopNumber = await findShopNumber(tenant, shop);
      return shopNumber === null ? [] : listShopPairs(tenant, shopNumber);
    });
    if (pairs.length > 0) found.push({ organizationId, pairs });
  }
  return found;
}
