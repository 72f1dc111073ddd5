import { readEnvironment } from '../config/config.js';
import type { Role } from '../contract/connection-words.js';
import { developmentKeys } from '../development/development-keys.js';
import { developmentToken } from '../development/development-token.js';
import { paths } from '../process/paths.js';

interface TokenVerb {
  readonly organization: string;
  readonly role: Role;
  /** As `shopDomainOnly` gives it. */
  readonly shop?: string;
}

/** Prints the token alone, so that `$(npm run --silent token -- …)` is one. */
export async function printToken({ organization, role, shop }: TokenVerb): Promise<void> {
  const { NODE_ENV, AUTH_JWKS_URL, AUTH_PUBLIC_KEY } = readEnvironment();
  if (NODE_ENV === 'production' || AUTH_JWKS_URL !== undefined || AUTH_PUBLIC_KEY !== undefined) {
    throw new Error('Access tokens come from Convot here. This command signs with development keys only.');
  }
  console.log(await developmentToken(developmentKeys(paths.local), { organizationId: organization, role, shop }));
}
