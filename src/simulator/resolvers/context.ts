import type { Permission } from '../../contract/connection-words.js';
import { GraphqlRefusal } from '../graphql/refusal.js';
import type { Denial, Organization } from '../world.js';

/** What a query may see: one organization, at one instant, with the permissions of one API client. */
export interface QueryContext {
  readonly organization: Organization;
  readonly permissions: readonly Permission[];
  readonly denial: Denial;
  /** Microseconds. */
  readonly now: number;
  /** A scripted fault: behind so many pages every walk begins again. */
  readonly pagesInCircle: number | null;
}

/** @throws Refusal in the form this token's denial has. */
export function demand(permission: Permission, { permissions, denial }: QueryContext): void {
  if (!permissions.includes(permission)) throw denied(denial);
}

function denied({ message, code, form }: Denial): GraphqlRefusal {
  return new GraphqlRefusal(message, { code, partial: form === 'partial' });
}
