import type { Logger } from 'pino';
import type { ForwardInput, ForwardResult, UpdateActivities } from '../contract/update-activities.js';
import { isRefused, judgeBatch, type JudgedBatch } from '../merchants/updates/judge-batch.js';
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
  if (!deps.tellsUpdates) return { outcome: 'told' };
  const { sql } = deps;
  const installationEpoch = await readInstallationEpoch(sql);
  const untilMs = performance.now() + BUDGET_MS;
  for (let atOnce = AT_ONCE; ;) {
    const batch = await inSnapshot(sql, organizationId, (tenant) => readUpdates(tenant, atOnce));
    if (batch === null) return { outcome: 'told' };
    const judged = await send(deps, { organizationId, retryInMs }, batch, cancelled);
    const { taken, refused, verdict, waitMs, isAskedToWait } = judged;
    const isSetAside = await settle(deps, organizationId, installationEpoch, batch, judged);
    if (verdict !== 'taken') {
      noteRefused(deps, organizationId, batch, judged, isSetAside);
      if (verdict === 'too_much' && !isAskedToWait) {
        atOnce = Math.max(1, Math.floor(batch.messages.length / 3));
        continue;
      }
      if (!isSetAside) return { outcome: taken.length > 0 ? 'more' : 'refused', waitMs };
      // A receiver that asks for time gets it; so does one that refuses most.
      if (isAskedToWait || refused.length > batch.messages.length / 2) return { outcome: 'more', waitMs };
    }
    if (performance.now() >= untilMs) return { outcome: 'more', waitMs: 0 };
  }
}

async function send(
  deps: ForwardUpdatesDeps,
  { organizationId, retryInMs }: ForwardInput,
  batch: UpdateBatch,
  cancelled: AbortSignal,
): Promise<JudgedBatch> {
  const tell = async (message: UpdateMessage): Promise<SentUpdate> => {
    const answer = await deps.send(message, cancelled);
    return { message, attempt: attemptOf(answer, retryInMs), isOverload: isOverload(answer) };
  };
  const sent = await Promise.all(batch.messages.map(tell));
  const another = sent.every(isRefused)
    ? await inSnapshot(deps.sql, organizationId, (tenant) => readAnother(tenant, batch))
    : null;
  const takesAnother = another !== null && !isRefused(await tell(another));
  return judgeBatch(sent, takesAnother, retryInMs);
}

/** Moves the cursor past what was taken, and past what was set aside. @returns whether that was anything */
async function settle(
  deps: ForwardUpdatesDeps,
  organizationId: string,
  installationEpoch: string,
  { cursor, before, messages }: UpdateBatch,
  { taken, refused, verdict, waitMs }: JudgedBatch,
): Promise<boolean> {
  const { sql } = deps;
  const move = (tenant: Tenant, from: UpdateCursor | null, to: UpdateCursor, hasAccepted: boolean) =>
    moveUpdateCursor(tenant, from, to, { installationEpoch, hasAccepted, waitMs });
  const reached = cursorAfter(taken.at(-1)?.message, before);
  // By itself, and first: should what follows fail, these are not sent again.
  await withTenant(sql, organizationId, (tenant) => move(tenant, cursor, reached, taken.length > 0));
  if (verdict !== 'refused_some') return false;
  const aside = await withTenant(sql, organizationId, async (tenant) => {
    const written = await setAside(tenant, reached.epoch, refused);
    if (written !== null) await move(tenant, reached, cursorAfter(messages.at(-1), reached), true);
    return written;
  });
  await Promise.all((aside ?? []).map((one) => startDeliveries(deps, organizationId, [one.id], one.waitMs)));
  return aside !== null;
}

function cursorAfter(message: UpdateMessage | undefined, before: UpdateCursor): UpdateCursor {
  return { epoch: before.epoch, number: message?.number ?? before.number };
}

function noteRefused(
  { logger }: ForwardUpdatesDeps,
  organizationId: string,
  { messages }: UpdateBatch,
  { refused }: JudgedBatch,
  isSetAside: boolean,
): void {
  const answers = [...new Set(refused.map(({ attempt }) => attempt.answer))];
  const counts = { refused: refused.length, of: messages.length, isSetAside };
  logger.warn({ organizationId, answers, ...counts }, 'Convot did not take what changed of merchants');
}
