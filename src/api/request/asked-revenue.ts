import type { z } from 'zod';
import { ApiProblem } from '../../contract/problems.js';
import type { RangeName, SeriesUnit } from '../../contract/revenue-words.js';
import type { Sql } from '../../postgres/sql.js';
import { inSnapshot } from '../../postgres/tenant.js';
import { type Range, rangeBetween, rangeUntil, unitOf } from '../../revenue/figures/range.js';
import { type NamedRevenue, readRevenue } from '../../revenue/read-revenue.js';
import { type Day, dayFromMs, daysBetween, MOST_DAYS, parseDay, plusDays } from '../../values/day.js';
import type { RevenueQuery } from '../schemas/revenue-query.js';

/** The revenue of one organization, as the query of a request asks for it. */
export async function askedRevenue(
  sql: Sql,
  organizationId: string,
  { unit, appId: appNumber, ...asked }: z.output<typeof RevenueQuery>,
): Promise<NamedRevenue> {
  const range = askedRange(asked);
  const query = { range, unit: askedUnit(unit, range), appNumber };
  return inSnapshot(sql, organizationId, (tenant) => readRevenue(tenant, query));
}

/** As `rangeFields` lets it through. */
interface AskedRange {
  readonly range?: RangeName | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly asOf?: string | undefined;
}

/**
 * The complete days that are asked for: a named range that ends yesterday or on the day of `asOf`, or both its ends.
 * @throws ApiProblem `invalid_query`, with a code for what is wrong
 */
export function askedRange({ range, from, to, asOf }: AskedRange): Range {
  const last = pastDay('asOf', asOf);
  if (from === undefined && to === undefined) return rangeUntil(plusDays(last, 1), range ?? '30d');
  if (from === undefined || to === undefined) throw refused(from === undefined ? 'from' : 'to', 'from_and_to');
  if (range !== undefined) throw refused('range', 'range_or_days');
  const [first, end] = [pastDay('from', from), pastDay('to', to)];
  if (asOf !== undefined && last !== end) throw refused('asOf', 'as_of_is_to');
  const length = daysBetween(first, end);
  if (length < 1) throw refused('from', 'from_after_to');
  if (length > MOST_DAYS) throw refused('from', 'range_too_long');
  return rangeBetween(first, end);
}

/**
 * A day that is over, or yesterday where none is named.
 * @throws ApiProblem `invalid_query` for one that is not over, and for what is no day
 */
export function pastDay(parameter: string, text: string | undefined): Day {
  const yesterday = plusDays(dayFromMs(Date.now()), -1);
  if (text === undefined) return yesterday;
  const day = parseDay(text);
  if (day === null) throw refused(parameter, 'no_such_day');
  if (day > yesterday) throw refused(parameter, 'day_not_over');
  return day;
}

/** @throws ApiProblem `invalid_query` when the range is too long for points of days */
function askedUnit(unit: SeriesUnit | undefined, range: Range): SeriesUnit {
  const least = unitOf(range);
  if (unit === 'day' && least !== 'day') throw refused('unit', 'unit_too_small');
  return unit ?? least;
}

function refused(parameter: string, code: string): ApiProblem {
  return new ApiProblem('invalid_query', { errors: [{ parameter, code }] });
}
