import type { ConnectionFacts, StandingFailure } from '../../contract/connection-facts.js';
import type { ConnectionHealth } from '../../contract/connection-health.js';
import { connectionStatusOf } from './connection-health.js';
import type { ConnectionInput } from './connection-input.js';
import { describeNextStep, showTime } from './describe-next-step.js';
import type { ConnectionState } from './standing.js';

const TITLES: Record<ConnectionHealth, string> = {
  ok: 'OK',
  first_sync: 'First sync',
  failing: 'Failing',
  throttled: 'Throttled by Shopify',
  stale: 'Stale',
  stopped: 'Stopped',
  paused: 'Paused by operators',
};

/**
 * The page of one connection in the Temporal UI, as Markdown. Pure: what the rows said last, and what happens next. It
 * says whose connection it is, because the summary that a run was started with does not reach the run after it.
 */
export function currentDetails(
  { partnerOrganizationId, organizationId }: Omit<ConnectionInput, 'state'>,
  state: ConnectionState,
  health: ConnectionHealth | null,
): string {
  const { facts, policy } = state;
  const why = health === 'stopped' ? `: ${connectionStatusOf(state)}` : '';
  const rows = [
    ['next', describeNextStep(state)],
    ...(facts === null ? [] : describeFacts(facts, failureToShow(state), policy.failureLimit)),
  ];
  return [
    `**${health === null ? 'Reading the row' : TITLES[health]}${why}**`,
    '',
    `Partner organization ${partnerOrganizationId}, Convot organization ${organizationId}`,
    '',
    '| | |',
    '|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `One sync about every ${policy.intervalMs / 1000} s.`,
  ].join('\n');
}

/** Disconnecting ends what failed. */
function failureToShow({ standing, facts }: ConnectionState): StandingFailure | null {
  return standing.name === 'disconnecting' || standing.name === 'disconnected' ? null : (facts?.failure ?? null);
}

function describeFacts(
  { firstSync, succeededAt, dataThrough }: ConnectionFacts,
  failure: StandingFailure | null,
  failureLimit: number,
): string[][] {
  return [
    ...(failure === null ? [] : [['failure', describeFailure(failure, failureLimit)]]),
    ['last success', showTime(succeededAt) ?? 'none yet'],
    ['newest record', showTime(dataThrough) ?? 'none yet'],
    ['first sync', firstSync === null ? 'whole' : describeProgress(firstSync)],
  ];
}

function describeFailure(failure: StandingFailure, failureLimit: number): string {
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
