import { CodedError } from '../../values/coded-error.js';
import type { Sql } from '../sql.js';
import { databaseAhead, type LedgerLine } from './ledger.js';

/** The newest migration that this code knows; `src/postgres/migrations` ends with it. */
export const SCHEMA_VERSION = 26;

const LOOK_EVERY_MS = 5_000;

type Line = Omit<LedgerLine, 'checksum'>;

/**
 * Whether this code may run on the database as it is. Asked at the start, before anything else is read or written.
 * @throws CodedError `database_behind` when a migration is missing or not ended; `database_ahead` when there is, or is about
 *   to be, one that this code must not run on
 */
export async function checkSchema(sql: Sql): Promise<void> {
  const refusal = await findRefusal(sql);
  if (refusal !== undefined) throw refusal;
}

/**
 * Looks again every five seconds, for as long as the process lives. What keeps it from looking says nothing: a database that
 * is away takes no rows either, and refuses older code by itself when it is back (0021_schema_version.sql).
 * @param end is told once that this code may not go on
 */
export function watchSchema(sql: Sql, end: (reason: CodedError) => void): void {
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void findRefusal(sql)
      .catch(() => undefined)
      .then((refusal) => {
        isLooking = false;
        if (refusal === undefined) return;
        clearInterval(timer);
        end(refusal);
      });
  }, LOOK_EVERY_MS).unref();
}

/** No such table or column, or no right to it: nobody migrated yet, or not far enough. Source: PostgreSQL manual, appendix A. */
const NOT_MIGRATED = new Set(['42P01', '42703', '42501']);

async function findRefusal(sql: Sql): Promise<CodedError | undefined> {
  let lines: Line[];
  try {
    lines = await sql<Line[]>`
      select number, name, breaking, state from migrations where number >= ${SCHEMA_VERSION} order by number
    `;
  } catch (error) {
    if (NOT_MIGRATED.has(String((error as { code?: unknown }).code))) return behind(error);
    throw error;
  }
  const newer = lines.find(({ number, breaking }) => number > SCHEMA_VERSION && breaking);
  if (newer !== undefined) return databaseAhead(newer);
  return lines.find(({ number }) => number === SCHEMA_VERSION)?.state === 'done' ? undefined : behind();
}

function behind(cause?: unknown): CodedError {
  return new CodedError(
    'database_behind',
    `The database lacks migration ${SCHEMA_VERSION}, or it has not ended. Run \`npm run migrate\` of this version first.`,
    { cause },
  );
}
