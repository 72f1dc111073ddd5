import type { Request, Response } from 'express';
import { ApiProblem } from '../../contract/problems.js';
import { countAuditLine } from '../../postgres/audit.js';
import type { Sql } from '../../postgres/sql.js';
import { withTenant } from '../../postgres/tenant.js';
import type { Authenticate, Caller } from '../../sign-in/authenticate.js';
import { REQUEST_MS } from '../load/deadlines.js';
import { createGates } from '../load/gates.js';
import { createLimiter, type RateLimits } from '../load/rate-limits.js';
import { createUnreadAnswers, type UnreadAnswers } from '../load/unread-answers.js';
import type { WaitingRoom } from '../load/waiting-room.js';
import { settled } from './read-request.js';
import type { Entry } from './route.js';

export interface AdmitDeps {
  readonly authenticate: Authenticate;
  readonly sql: Sql;
  readonly limits: RateLimits;
  readonly waitingRoom: WaitingRoom;
}

/** Somebody who may ask. */
export interface Admitted {
  readonly caller: Caller;
  /** Runs `work` when its turn comes, and answers 503 where it lasts too long. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface Admission {
  /** Who calls, may they, is there room: the first steps of every request that needs a token. @throws ApiProblem */
  readonly admit: (entry: Entry, request: Request, response: Response) => Promise<Admitted>;
  readonly unread: UnreadAnswers;
}

/** One for all entries, because they share limits and gates. */
export function createAdmission({ authenticate, sql, limits, waitingRoom }: AdmitDeps): Admission {
  const requests = createLimiter(limits.requests, ({ locals }) => callerOf(locals).organizationId);
  const gateOf = createGates();
  const unread = createUnreadAnswers();
  return {
    unread,
    admit: async (entry, request, response) => {
      response.locals['route'] = entry.path;
      const caller = await authenticate(onlyAuthorization(request));
      const { organizationId } = caller;
      response.locals['caller'] = caller;
      await settled(requests, request, response); // before what is allowed: a refusal writes an audit line
      unread.refuseMore(organizationId);
      const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
        gateOf(entry).run(organizationId, response, () => {
          waitingRoom.leave(response);
          return withinRequest(work);
        });
      if (caller.shop !== null && entry.keepsToShop !== true) {
        await inTurn(() => auditRefusal(sql, 'shop_token_refused', entry, caller));
        throw new ApiProblem('forbidden', { isForOneShop: true });
      }
      if (!entry.roles.includes(caller.role)) {
        await inTurn(() => auditRefusal(sql, 'role_refused', entry, caller));
        throw new ApiProblem('forbidden');
      }
      return { caller, inTurn };
    },
  };
}

export function callerOf(locals: Response['locals']): Caller {
  return locals['caller'] as Caller;
}

/** Node keeps the first of two Authorization headers; another reader on the way may have kept the second. */
function onlyAuthorization(request: Request): string | undefined {
  const all = request.headersDistinct['authorization'] ?? [];
  return all.length === 1 ? all[0] : undefined;
}

/** Counts who was refused what, for the audit log. */
export async function auditRefusal(
  sql: Sql,
  action: 'role_refused' | 'shop_token_refused',
  { method, path }: Pick<Entry, 'method' | 'path'>,
  { role, organizationId, name }: Caller,
) {
  await withTenant(sql, organizationId, (tenant) =>
    countAuditLine(tenant, { actor: name, action, connectionId: null, detail: { role, route: `${method} ${path}` } }),
  );
}

/** What lasts longer than a request may goes on and ends by itself; its client is told to come again. */
async function withinRequest<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ApiProblem('unavailable', { headers: { 'Retry-After': '5' } })), REQUEST_MS);
  });
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}
