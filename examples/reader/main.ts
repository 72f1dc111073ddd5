import { followChanges, PartnerSync } from 'convot-partner-sync-client';
import { KeptMerchants } from './kept-merchants.js';

/* Keeps every merchant in merchants.json, and that up to date, until it is ended. */
const partnerSync = new PartnerSync({
  baseUrl: process.env['PARTNER_SYNC_URL'] ?? 'http://localhost:3000',
  token: () => process.env['PARTNER_SYNC_TOKEN'] ?? '',
});

const kept = new KeptMerchants('merchants.json');
for await (const followed of followChanges(partnerSync, { from: kept.place })) {
  kept.keep(followed);
  console.log(`${followed.changes.length} changes, ${kept.count} merchants, number ${followed.place.last}`);
}
