import type { DoctorCounts } from '../contract/doctor-activities.js';
import type { Sql } from '../postgres/sql.js';
import type { Instant } from '../values/instant.js';

export interface DoctorReport extends DoctorCounts {
  readonly endedAt: Instant;
  /** When one last ended that left nobody out; null before the first. */
  readonly wholeAt: Instant | null;
}

/** Keeps what the doctor's look at everything came to; one that began earlier and ends later changes nothing. */
export async function noteReport(sql: Sql, begunAt: string, counts: DoctorCounts): Promise<void> {
  const { checked, unfinished, failures, warnings, notes } = counts;
  await sql`
    insert into doctor_report as r (
      begun_at, ended_at, checked, unfinished, failures, warnings, notes, whole_at
    )
    values (
      ${begunAt}, now(), ${checked}, ${unfinished}, ${failures}, ${warnings}, ${notes},
      ${unfinished === 0 ? sql`now()` : null}
    )
    on conflict (single) do update
      set begun_at = excluded.begun_at,
          ended_at = excluded.ended_at,
          checked = excluded.checked,
          unfinished = excluded.unfinished,
          failures = excluded.failures,
          warnings = excluded.warnings,
          notes = excluded.notes,
          whole_at = coalesce(excluded.whole_at, r.whole_at)
      where r.begun_at <= excluded.begun_at
  `;
}

/** What the last one came to; undefined before the first. */
export async function readReport(sql: Sql): Promise<DoctorReport | undefined> {
  const [report] = await sql<DoctorReport[]>`
    select ended_at, checked, unfinished, failures, warnings, notes, whole_at from doctor_report
  `;
  return report;
}
