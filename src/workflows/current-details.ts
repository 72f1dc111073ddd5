import type { ConnectionFacts } from './connection-facts.js';
import type { ConnectionHealth } from './connection-health.js';
import { describeNextStep } from './describe-next-step.js';
import { showTime } from './show-time.js';
import type { ConnectionState } from './standing.js';

const TITLES: Record<ConnectionHealth, string> = {
  ok: 'OK',
  first_sync: 'First sync',
  failing: 'Failing',
  throttled: 'Throttled by Shopify',
  stale: 'Stale',
  stopped: 'Stopped',
};

/** The page of one connection in the Temporal UI, as Markdown. Pure: what the rows said last, and what happens next. */
export function currentDetails(state: ConnectionState, health: ConnectionHealth | null): string {
  const { facts, policy } = state;
  const rows = [
    ['next', describeNextStep(state)],
    ...(facts === null ? [] : describeFacts(facts, policy.failureLimit)),
    ['interval', `${policy.intervalMs / 1000} s`],
  ];
  return [
    `**${health === null ? 'Reading the row' : TITLES[health]}**`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

function describeFacts(facts: ConnectionFacts, failureLimit: number): string[][] {
  const { failure, firstSync, succeededAt, dataThrough } = facts;
  return [
    ...(failure === null ? [] : [['failing', describeFailure(failure, failureLimit)]]),
    ['last success', showTime(succeededAt) ?? 'none yet'],
    ['newest record', showTime(dataThrough) ?? 'none yet'],
    ['first sync', firstSync === null ? 'whole' : describeProgress(firstSync)],
  ];
}

function describeFailure(failure: NonNullable<ConnectionFacts['failure']>, failureLimit: number): string {
  const { kind, code, since, reference, consecutiveFailures } = failure;
  const count =
    kind === 'credential' ? `${consecutiveFailures} of ${failureLimit} in a row` : `${consecutiveFailures} in a row`;
  return [
    `\`${code}\``,
    count,
    ...(since === null ? [] : [`since ${showTime(since)}`]),
    ...(reference === null ? [] : [`reference \`${reference}\` in the log`]),
  ].join(', ');
}

function describeProgress({ rows, completeBackTo }: NonNullable<ConnectionFacts['firstSync']>): string {
  const back =
    completeBackTo === null ? 'not complete back to any day yet' : `complete back to ${showTime(completeBackTo)}`;
  return `${rows} rows, ${back}`;
}
