import type { PartnerApi } from '../../src/partner/partner-api.js';
import { answerQuery } from '../../src/simulator/graphql/execute.js';
import { prepare } from '../../src/simulator/graphql/prepare.js';
import { defaultSettings } from '../../src/simulator/settings.js';
import { tokenHash } from '../../src/simulator/world.js';
import type { PartnerAccount } from './partner-account.js';

/** The Partner API in this process, without HTTP, limits and faults: for making pages ahead of a measurement. */
export function localPartnerApi(account: PartnerAccount): PartnerApi {
  const organization = account.world().found(account.organizationId);
  const grant = organization.grant(tokenHash(account.token));
  if (grant === undefined) throw new Error('The account has no token.');
  return ({ document, variables }) => {
    const context = { organization, ...grant, now: Date.now() * 1000, cursorsIgnored: false };
    const query = { prepared: prepare(document), variables, operationName: undefined };
    const { data, errors } = answerQuery(query, context, defaultSettings.versions);
    if (errors !== undefined) throw new Error(errors[0]?.message);
    // As it comes off the wire: plain objects.
    return Promise.resolve({ data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>, errors: [] });
  };
}
