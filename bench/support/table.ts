import { say } from './say.js';

/** Prints figures for a person, under their names. */
export function sayTable<Row extends object>(rows: readonly Row[], names: readonly (keyof Row & string)[]): void {
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines) say(line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}
