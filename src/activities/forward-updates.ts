import type { Logger } from 'pino';
import type { ForwardInput, ForwardResult, UpdateActivities } from '../contract/update-activities.js';
import { readAnother, readUpdates, type UpdateBatch } from '../merchants/updates/read-updates.js';
import { type SentUpdate, setAside } from '../merchants/updates/set-aside.js';
import { moveUpdateCursor, readInstallationEpoch, type UpdateCursor } from '../merchants/updates/update-cursor.js';
import type { UpdateMessage } from '../merchants/updates/update-message.js';
import type { Sql } from '../postgres/sql.js';
import { inSnapshot, type Tenant, withTenant } from '../postgres/tenant.js';
import { startDeliveries } from '../sync/start-deliveries.js';
import { isOverload } from '../webhooks/answer.js';
import { attemptOf } from '../webhooks/attempt-of.js';
import type { SendMessage } from '../webhooks/send-message.js';
import type { StartDelivery } from '../webhooks/start-delivery.js';
import { withHeartbeats } from './with-heartbeats.js';

/** Of one organization, side by side. No more are read at once: a name is not sent long after it was read. */
const AT_ONCE = 10;
/** Then no batch begins any more: other organizations have their turn. */
const BUDGET_MS = 5_000;

export interface ForwardUpdatesDeps {
  readonly sql: Sql;
  readonly send: SendMessage;
  readonly startDelivery: StartDelivery | null;
  /** False: whoever told Convot of changes before comes to an end. */
  readonly tellsUpdates: boolean;
  readonly logger: Logger;
}

/**
 * Tells Convot what an organization's feed has for it, batch by batch, and moves the cursor past what was taken or set
 * aside, up to the first that was neither.
 *
 * What a receiver refuses that takes something, be it another merchant that is told only to see that, is set aside, as
 * messages with attempts of their own. Where it had too much to do it is asked again with fewer side by side first, at
 * last with one alone. What is not set aside waits in the feed: what changes meanwhile is told once, as it is then.
 *
 * Whoever is told again, also after a worker died between the requests and the cursor, sees the same ids.
 */
export function createForwardUpdates(deps: ForwardUpdatesDeps): UpdateActivities['forwardUpdates'] {
  return (input) => withHeartbeats((cancelled) => forwardUpdates(deps, input, cancelled));
}

async function forwardUpdates(
  deps: ForwardUpdatesDeps,
  { organizationId, retryInMs }: ForwardInput,
  cancelled: AbortSignal,
): Promise<ForwardResult> {
  const { sql, logger } = deps;
  if (!deps.tellsUpdates) return { outcome: 'told' };
  const tell = async (message: UpdateMessage): Promise<SentUpdate> => {
    const answer = await deps.send(message, cancelled);
    return { message, attempt: attemptOf(answer, retryInMs), isOverload: isOverload(answer) };
  };
  const takesAnother = async (batch: UpdateBatch) => {
    const another = await inSnapshot(sql, organizationId, (tenant) => readAnother(tenant, batch));
    return another !== null && !isRefused(await tell(another));
  };
  const installationEpoch = await readInstallationEpoch(sql);
  const untilMs = performance.now() + BUDGET_MS;
  for (let atOnce = AT_ONCE; ;) {
    const batch = await inSnapshot(sql, organizationId, (tenant) => readUpdates(tenant, atOnce));
    if (batch === null) return { outcome: 'told' };
    const sent = await Promise.all(batch.messages.map(tell));
    const refused = sent.filter(isRefused);
    const takesSome = refused.length < sent.length || (await takesAnother(batch));
    const isTooMuch = takesSome && sent.length > 1 && refused.some((one) => one.isOverload);
    const waitMs = Math.max(0, ...refused.map(({ attempt }) => attempt.waitMs ?? retryInMs));
    const move = (tenant: Tenant, from: UpdateCursor | null, to: UpdateCursor, hasAccepted: boolean) =>
      moveUpdateCursor(tenant, from, to, { installationEpoch, hasAccepted, waitMs });
    const taken = takenInFront(sent);
    const reached = lastOf(taken, batch.before);
    // By itself, and first: should what follows fail, these are not sent again.
    await withTenant(sql, organizationId, (tenant) => move(tenant, batch.cursor, reached, taken.length > 0));
    const setRefusedAside = async (tenant: Tenant) => {
      const written = await setAside(tenant, reached.epoch, refused);
      if (written !== null) await move(tenant, reached, lastOf(sent, reached), true);
      return written;
    };
    const isToBeSetAside = takesSome && !isTooMuch && refused.length > 0;
    const aside = isToBeSetAside ? await withTenant(sql, organizationId, setRefusedAside) : null;
    await Promise.all((aside ?? []).map((one) => startDeliveries(deps, organizationId, [one.id], one.waitMs)));
    if (refused.length > 0) {
      const answers = [...new Set(refused.map(({ attempt }) => attempt.answer))];
      const counts = { refused: refused.length, of: sent.length, isSetAside: aside !== null };
      logger.warn({ organizationId, answers, ...counts }, 'Convot did not take what changed of merchants');
    }
    // A receiver that asks for time gets it; so does one that refuses most.
    const isAskedToWait = waitMs > retryInMs;
    if (isTooMuch && !isAskedToWait) {
      atOnce = Math.max(1, Math.floor(sent.length / 3));
      continue;
    }
    if (refused.length > 0 && aside === null) return { outcome: taken.length > 0 ? 'more' : 'refused', waitMs };
    if (isAskedToWait || refused.length > sent.length / 2) return { outcome: 'more', waitMs };
    if (performance.now() >= untilMs) return { outcome: 'more', waitMs: 0 };
  }
}

function isRefused({ attempt }: SentUpdate): boolean {
  return attempt.state !== 'delivered';
}

/** Those in front of the first that was refused. */
function takenInFront(sent: readonly SentUpdate[]): readonly SentUpdate[] {
  const held = sent.findIndex(isRefused);
  return held === -1 ? sent : sent.slice(0, held);
}

/** Where the feed stands once these are settled. */
function lastOf(sent: readonly SentUpdate[], before: UpdateCursor): UpdateCursor {
  return { epoch: before.epoch, number: sent.at(-1)?.message.number ?? before.number };
}
