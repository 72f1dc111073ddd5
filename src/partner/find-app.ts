import { z } from 'zod';
import { displayName } from '../bounded-text.js';
import { partnerAppGid } from '../gid.js';
import { meaningOf, type CredentialCheck } from './check-credentials.js';
import { isOutageCode } from './read-answer.js';
import type { PartnerApi, PartnerCredentials } from './partner-api.js';

export type AppLookup =
  | { readonly outcome: 'found'; readonly name: string }
  /** No such app, or not one of this organization: Shopify answers both with null. */
  | { readonly outcome: 'not_found' }
  | Exclude<CredentialCheck, { outcome: 'accepted' }>;

const Answer = z.object({ app: z.object({ name: z.string() }).nullable() });

/** Asks Shopify for one app of the organization by its number. */
export async function findApp(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
  appNumber: string,
): Promise<AppLookup> {
  try {
    const { data, errors } = await partnerApi({
      credentials,
      document: 'query FindApp($id: ID!) { app(id: $id) { name } }',
      variables: { id: partnerAppGid(appNumber) },
    });
    if (errors.some(({ code }) => isOutageCode(code))) return { outcome: 'unavailable' };
    if (errors.length > 0) return { outcome: 'permission_missing', permission: 'manage_apps' };
    const answer = Answer.safeParse(data);
    if (!answer.success) return { outcome: 'unavailable' };
    return answer.data.app === null
      ? { outcome: 'not_found' }
      : { outcome: 'found', name: displayName(answer.data.app.name) };
  } catch (error) {
    const meaning = meaningOf(error);
    return meaning === 'permission'
      ? { outcome: 'permission_missing', permission: 'manage_apps' }
      : { outcome: meaning };
  }
}
