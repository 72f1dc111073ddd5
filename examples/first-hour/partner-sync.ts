import { PartnerSync } from 'convot-partner-sync-client';

/** Address and token come from the environment here. In Convot `token` signs one of at most 15 minutes for who is asking. */
export const partnerSync = new PartnerSync({
  baseUrl: process.env['PARTNER_SYNC_URL'] ?? 'http://localhost:3000',
  token: () => process.env['PARTNER_SYNC_TOKEN'] ?? '',
});
