import { RISK_CODES, RISK_LEVELS } from '../../src/contract/merchant-words.js';
import { type Instant, parseInstant } from '../../src/values/instant.js';
import { type Counted, countLeavings, type Tally, WINDOW_DAYS } from './count-leavings.js';
import { demoPairs } from './demo-pairs.js';

/** The demonstration's today; the last month that is counted has its days behind it by then. */
const TODAY = '2026-11-23T12:00:00.000000Z' as Instant;
const FIRST_YEAR = 2024;
const [FIRST_MONTH, MONTHS] = [11, 22];

/** What was counted at the end of each month of the demonstration's two years, as Markdown. */
export function riskTable(): string {
  const moments = Array.from({ length: MONTHS }, (_, month) => endOfMonth(FIRST_MONTH + month));
  const counted = countLeavings(demoPairs(TODAY), moments, TODAY);
  return [
    `At the end of each month from ${moments[0]?.slice(0, 10) ?? ''} to ${moments.at(-1)?.slice(0, 10) ?? ''}, by the rows that Shopify had shown by then; a customer is counted in every month. Left: within the ${WINDOW_DAYS} days after, at some moment, none of its charges was on.`,
    table(counted),
    leadText(counted),
  ].join('\n\n');
}

/** The first midnight after it. */
function endOfMonth(month: number): Instant {
  const end = parseInstant(new Date(Date.UTC(FIRST_YEAR, month)).toISOString());
  if (end === null) throw new Error(`no month ${month}`);
  return end;
}

function table({ all, paying, byLevel, byCode }: Counted): string {
  const lines = [
    lineOf('all customers', all, all),
    lineOf('of these with an MRR above zero', paying, all),
    ...RISK_LEVELS.map((level) => lineOf(`level _${level}_`, byLevel[level], all)),
    ...RISK_CODES.map((code) => lineOf(`\`${code}\``, byCode[code], all)),
  ];
  return markdownTable([['who', 'customers', 'left', 'share', 'of all who left'], ...lines]);
}

function lineOf(who: string, { customers, left }: Tally, all: Tally): string[] {
  return [who, `${customers}`, `${left}`, share(left, customers), share(left, all.left)];
}

/** As Prettier leaves it. @param lines titles first */
function markdownTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const [titles = '', ...rest] = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [titles, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest].join('\n');
}

function leadText({ leavings, before }: Counted): string {
  const parts = [...before].map(
    ([days, { customers, withReason }]) =>
      `${days === 1 ? 'a day' : `${days} days`} before, ${customers} were customers already and ${withReason} of them had a reason (${share(withReason, leavings)} of all)`,
  );
  return `In the two years a customer left ${leavings} times: ${parts.join('; ')}.`;
}

/** A tenth of a per cent, cut; without any it is none. */
function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const perMille = Math.floor((part * 1000) / whole);
  return `${Math.floor(perMille / 10)}.${perMille % 10} %`;
}
