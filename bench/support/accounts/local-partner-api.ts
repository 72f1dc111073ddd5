import type { PartnerApi } from '../../../src/partner/client/partner-api.js';
import { answerQuery } from '../../../src/simulator/graphql/execute.js';
import { prepare } from '../../../src/simulator/graphql/prepare.js';
import { defaultSettings } from '../../../src/simulator/settings.js';
import { tokenHash, type World } from '../../../src/simulator/world.js';

/** A Partner organization of a world that this process can make. */
export interface LocalAccount {
  readonly organizationId: string;
  readonly token: string;
  readonly world: () => World;
}

/** The Partner API in this process, without HTTP, limits and faults: for making pages ahead of a measurement. */
export function localPartnerApi(account: LocalAccount): PartnerApi {
  const organization = account.world().found(account.organizationId);
  const grant = organization.grant(tokenHash(account.token));
  if (grant === undefined) throw new Error('The account has no token.');
  return ({ document, variables }) => {
    const context = { organization, ...grant, now: Date.now() * 1000, cursorsIgnored: false, pagesInCircle: null };
    const query = { prepared: prepare(document), variables, operationName: undefined };
    const { data, errors } = answerQuery(query, context, defaultSettings.versions);
    if (errors !== undefined) throw new Error(errors[0]?.message);
    // As it comes off the wire: plain objects.
    const text = JSON.stringify({ data });
    const answer = JSON.parse(text) as { data: Record<string, unknown> };
    return Promise.resolve({ ...answer, errors: [], servedVersion: null, text: () => text });
  };
}
