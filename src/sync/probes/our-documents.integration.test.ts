import { readFileSync } from 'node:fs';
import { buildSchema, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { FaultedAccount } from '../../../test/support/accounts/faulted-account.js';
import { POLICY } from '../../../test/support/accounts/synced-account.js';
import type { PartnerApi } from '../../partner/client/partner-api.js';
import { checkCredentials } from '../../partner/credentials/check-credentials.js';
import { findApp } from '../../partner/credentials/find-app.js';
import { OUR_DOCUMENTS } from '../../partner/versions/our-documents.js';
import { paths } from '../../process/paths.js';
import { Secret } from '../../values/secret.js';
import { refreshShop } from '../refresh/refresh-shop.js';
import { runSync } from '../run-sync.js';

const schema = buildSchema(readFileSync(paths.partnerSchema, 'utf8'));

/** Everything of the schema that these queries ask for: `Shop.name`, `QueryRoot.app(id)`. */
function askedFor(documents: Iterable<string>): Set<string> {
  const asked = new Set<string>();
  for (const document of documents) {
    const typeInfo = new TypeInfo(schema);
    const field = () => `${typeInfo.getParentType()?.name ?? ''}.${typeInfo.getFieldDef()?.name ?? ''}`;
    const visitor = {
      Directive: () => false,
      Field: () => void asked.add(field()),
      Argument: () => void asked.add(`${field()}(${typeInfo.getArgument()?.name ?? ''})`),
    };
    visit(parse(document), visitWithTypeInfo(typeInfo, visitor));
  }
  return asked;
}

const ours = Object.entries(OUR_DOCUMENTS).map(([name, { document }]) => ({ name, document }));

test.each(ours)('$name is a query that today’s version takes', ({ document }) => {
  expect(validate(schema, parse(document))).toEqual([]);
});

test('nothing is asked for that another version is not asked about', async () => {
  const faulted = await FaultedAccount.start();
  const { account } = faulted;
  const sent = new Set<string>();
  const partnerApi: PartnerApi = (request) => {
    sent.add(request.document);
    return account.deps.partnerApi(request);
  };
  const deps = { ...account.deps, partnerApi, asksForSubscriptions: true };
  const sync = () => {
    const input = { ...account.key, budgetMs: 30_000, head: true, delayFactor: 1 };
    return runSync(deps, POLICY, input, new AbortController().signal);
  };
  try {
    while ((await sync()).end.outcome !== 'ok');
    await account.sql`update connections set connected_at = now() - interval '25 hours'`;
    await account.sql`update sync_status set walk_started_at = now() - interval '8 days'`;
    while ((await sync()).end.outcome !== 'ok');
    const [known] = await account.sql`select shop_number, myshopify_domain from shops limit 1`;
    for (const shop of [known?.['shopNumber'], known?.['myshopifyDomain']].map(String)) {
      await refreshShop(deps, { ...account.key, shop }, new AbortController().signal);
    }
    const credentials = {
      partnerOrganizationId: '4242',
      accessToken: new Secret('prtapi_test_faults_000000000000001'),
    };
    await checkCredentials(partnerApi, credentials);
    await findApp(partnerApi, credentials, '4000001');
  } finally {
    await faulted.close();
  }
  expect([...askedFor(sent)]).toEqual(
    expect.arrayContaining([
      ...['QueryRoot.transactions(after)', 'QueryRoot.transactions(shopId)', 'QueryRoot.transactions(myshopifyDomain)'],
      ...['App.events(shopId)', 'QueryRoot.activeSubscription(shopId)', 'QueryRoot.publicApiVersions'],
    ]),
  );
  const covered = askedFor(ours.map(({ document }) => document));
  expect([...askedFor(sent)].filter((one) => !covered.has(one))).toEqual([]);
});
