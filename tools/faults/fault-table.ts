import { z } from 'zod';

/** Of what chaos.fault.ts reports of each seed. */
const Results = z.array(
  z.object({
    seed: z.number(),
    lasting: z.string(),
    bites: z.record(z.string(), z.number()),
    healMs: z.number().nullable(),
    rows: z.number(),
    requests: z.number(),
    looks: z.number(),
    findings: z.array(z.string()),
  }),
);

/** Which fault was on in how many seeds, how often it did something, and how long healing took with it. */
export function faultTable(report: unknown): string {
  const results = Results.parse(report);
  const names = [...new Set(results.flatMap(({ bites, lasting }) => [...Object.keys(bites), lasting]))].sort();
  const lines = names.map((name) => {
    const seeds = results.filter(({ bites, lasting }) => name in bites || name === lasting);
    const isLasting = seeds.some(({ lasting }) => lasting === name);
    const bit = isLasting ? 'for ever' : String(seeds.reduce((sum, { bites }) => sum + (bites[name] ?? 0), 0));
    return [name, String(seeds.length), bit, ...healTimes(seeds.map(({ healMs }) => healMs))];
  });
  const all = ['all', String(results.length), '', ...healTimes(results.map(({ healMs }) => healMs))];
  const sum = (of: (result: (typeof results)[number]) => number) =>
    results.reduce((total, result) => total + of(result), 0);
  return [
    ...columns([['fault', 'seeds', 'bit', 'healed p50', 'worst'], ...lines, all]),
    `${sum(({ rows }) => rows)} rows, ${sum(({ requests }) => requests)} requests, ${sum(({ looks }) => looks)} looks while faults were on`,
  ].join('\n');
}

/** What was not as it must be, in all seeds. */
export function findingsIn(report: unknown): string[] {
  return Results.parse(report).flatMap(({ findings }) => findings);
}

/** Half of them within the first, all within the second; a seed that never healed has none. */
function healTimes(times: readonly (number | null)[]): [string, string] {
  const sorted = times.filter((ms) => ms !== null).sort((a, b) => a - b);
  const shown = (ms: number | undefined) => (ms === undefined ? '-' : `${(ms / 1000).toFixed(1)} s`);
  const worst = sorted.length < times.length ? 'never' : shown(sorted.at(-1));
  return [shown(sorted[Math.ceil(sorted.length / 2) - 1]), worst];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
