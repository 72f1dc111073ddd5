import { partnerSync } from './partner-sync.js';

/* Has a paying merchant uninstall its app, at the simulator of Shopify: what then comes is news. */
const control = process.env['SIMULATOR_CONTROL_URL'] ?? 'http://localhost:4001';
const organizationId = process.env['PARTNER_ORGANIZATION'] ?? '';

const { data } = await partnerSync.listMerchants({ query: { status: 'active', limit: 1 }, throwOnError: true });
const [merchant] = data.items;
const app = merchant?.apps.find(({ status }) => status === 'active');
if (merchant === undefined || app === undefined) throw new Error('Nobody pays here.');

const uninstalled = {
  type: 'RELATIONSHIP_UNINSTALLED',
  appNumber: app.appId.replace(/^.*\//, ''),
  shopNumber: merchant.shopNumber,
  occurredAt: new Date().toISOString(),
  reason: 'too expensive',
};
const answer = await fetch(`${control}/control/rows`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ organizationId, put: { events: [uninstalled] } }),
});
if (!answer.ok) throw new Error(await answer.text());
console.log(`${merchant.myshopifyDomain} has uninstalled ${app.appName ?? 'the app'}`);
