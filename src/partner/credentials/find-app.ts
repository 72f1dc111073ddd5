import { z } from 'zod';
import { displayName } from '../../values/bounded-text.js';
import { partnerAppGid } from '../../values/gid.js';
import type { PartnerApi, PartnerCredentials } from '../client/partner-api.js';
import { readingOf } from './ask.js';
import { checkCredentials, type CheckOptions, type CredentialCheck } from './check-credentials.js';

export type AppLookup =
  | { readonly outcome: 'found'; readonly name: string }
  /** No such app, or not one of this organization: Shopify answers both with null. */
  | { readonly outcome: 'not_visible' }
  | Exclude<CredentialCheck, { outcome: 'accepted' | 'not_found' }>;

export const FIND_APP = 'query FindApp($id: ID!) { app(id: $id) { name } }';
const Answer = z.object({ app: z.object({ name: z.string() }).nullable() });

/** Asks Shopify for one app of the organization by its number. */
export async function findApp(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  appNumber: string,
  options: CheckOptions = {},
): Promise<AppLookup> {
  const reading = await readingOf(() =>
    partnerApi({
      credentials,
      document: FIND_APP,
      variables: { id: partnerAppGid(appNumber) },
    }),
  );
  if (reading.outcome === 'refused') {
    if (reading.reason.meaning === 'absent') return { outcome: 'not_visible' };
    // Why, the credentials tell; when nothing is wrong with them, it is Shopify.
    const check = await checkCredentials(partnerApi, credentials, options);
    return check.outcome === 'accepted' || check.outcome === 'not_found' ? { outcome: 'unavailable' } : check;
  }
  // The organization was there when it was connected.
  if (reading.outcome === 'not_found') return { outcome: 'unavailable' };
  if (reading.outcome !== 'answered') return reading;
  const answer = Answer.safeParse(reading.data);
  if (!answer.success) return { outcome: 'unavailable' };
  return answer.data.app === null
    ? { outcome: 'not_visible' }
    : { outcome: 'found', name: displayName(answer.data.app.name) };
}
