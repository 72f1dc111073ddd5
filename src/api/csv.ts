import type { Response } from 'express';
import { z } from 'zod';
import { cutAfter } from './answer-deadline.js';
import { FILE_MS } from './deadlines.js';

/** A download: rows as `csvRow` writes them, one or many a text, read only as fast as the client takes them. */
export interface CsvFile {
  readonly filename: string;
  readonly rows: AsyncIterable<string>;
}

/** What a route answers with that sends a file instead of JSON: `responses: { 200: Csv }`. */
export const Csv = z.custom<CsvFile>().meta({ override: { type: 'string' } });

// A spreadsheet takes a cell that begins so for a formula, and runs it. Source: owasp.org, CSV Injection.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * One line of RFC 4180 with its CRLF. Null is an empty cell. Text that a spreadsheet would run gets a leading
 * apostrophe; a decimal number stays one, also below zero.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  const text = String(cell);
  const harmless = FORMULA.test(text) && !DECIMAL.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * Sends a file as its rows come, no faster than the client reads. The rows are ended when it goes away, and after the
 * first one when it asked for the head only.
 * @throws what the rows throw: nothing was sent when the first one fails; after that, who catches it has to cut the
 * connection, so that nobody takes half a file for a whole one
 */
export async function sendCsv(response: Response, filename: string, rows: AsyncIterable<string>): Promise<void> {
  for await (const row of rows) {
    if (response.destroyed) return;
    if (!response.headersSent) begin(response, filename);
    if (response.req.method === 'HEAD') break;
    if (!response.write(row)) await drained(response);
  }
  if (!response.headersSent) begin(response, filename);
  response.end();
}

/** The same rows, each made when there is room for the work; the file may wait, its client, too. */
export async function* inTurns<T>(
  rows: AsyncIterable<T>,
  turn: (work: () => Promise<IteratorResult<T, unknown>>) => Promise<IteratorResult<T, unknown>>,
): AsyncGenerator<T> {
  const iterator = rows[Symbol.asyncIterator]();
  try {
    for (;;) {
      const step = await turn(() => iterator.next());
      if (step.done === true) return;
      yield step.value;
    }
  } finally {
    await iterator.return?.();
  }
}

// Without a byte order mark: it would become part of the first column's name for every program. A page that saves the
// file for Excel may put one before it.
function begin(response: Response, filename: string): void {
  cutAfter(response, FILE_MS);
  response.status(200).attachment(filename).type('text/csv; charset=utf-8; header=present');
}

/** Once the client took what was written, or went away. */
async function drained(response: Response): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
