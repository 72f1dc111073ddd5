import { z } from 'zod';
import type { PartnerApi, PartnerCredentials } from '../client/partner-api.js';
import { readingOf } from '../credentials/ask.js';

export const LIST_VERSIONS = 'query Versions { publicApiVersions { handle supported } }';

/** A version as Shopify lists it: `2026-10`, `unstable`. */
export interface ListedVersion {
  readonly handle: string;
  readonly supported: boolean;
}

// They are stored and printed, so not any text at all.
const Versions = z.object({
  publicApiVersions: z.array(z.object({ handle: z.string().regex(/^[\w.-]{1,32}$/), supported: z.boolean() })).max(100),
});

/**
 * The API versions that there are, by Shopify's own word. It needs a token, as all of this API does, but no permission.
 * @returns null when Shopify did not say
 */
export async function listVersions(
  partnerApi: PartnerApi,
  credentials: PartnerCredentials,
): Promise<readonly ListedVersion[] | null> {
  const reading = await readingOf(() => partnerApi({ credentials, document: LIST_VERSIONS, variables: {} }));
  const answer = Versions.safeParse(reading.outcome === 'answered' ? reading.data : null);
  return answer.success ? answer.data.publicApiVersions : null;
}
