import { z } from 'zod';
import type { Say } from '../progress.js';

const Line = z.looseObject({ level: z.int(), time: z.unknown(), msg: z.string().optional() });
const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'WARN', 50: 'ERROR', 60: 'FATAL' };
// The same in every line of a process.
const NOISE = new Set(['level', 'time', 'msg', 'pid', 'hostname', 'process']);
const NAME_WIDTH = 9;

/** Prints a process's log for a person: its name, then pino's JSON as level, message and what else it says. */
export function showLog(name: string, say: Say): (line: string) => void {
  return (line) => say(`${name.padEnd(NAME_WIDTH)} ${forPeople(line)}`);
}

function forPeople(line: string): string {
  const parsed = Line.safeParse(parseJson(line));
  if (!parsed.success) return line;
  const { level, msg = '' } = parsed.data;
  const details = Object.entries(parsed.data).filter(([key]) => !NOISE.has(key));
  return [
    LEVELS[level] ?? String(level),
    msg,
    ...details.map(([key, value]) => `${key}=${JSON.stringify(value)}`),
  ].join(' ');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
