import { say } from './say.js';

export function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0.95: nineteen of twenty values are at most so large. NaN when there is none */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? NaN;
}

/** Prints figures for a person, under their names. */
export function sayTable<Row extends object>(rows: readonly Row[], names: readonly (keyof Row & string)[]): void {
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines) say(line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}
