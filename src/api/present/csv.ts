import type { Response } from 'express';
import { z } from 'zod';
import { CodedError } from '../../values/coded-error.js';
import { cutAfter, FILE_MS } from '../load/deadlines.js';

/** A download: rows as `csvRow` writes them, one or many a text, read only as fast as the client takes them. */
export interface CsvFile {
  readonly filename: string;
  readonly rows: AsyncIterable<string>;
}

/** What a route answers with that sends a file instead of JSON: `responses: { 200: Csv }`. */
export const Csv = z.custom<CsvFile>().meta({ override: { type: 'string' } });

/** A number as text: stays one in a spreadsheet. */
export interface DecimalCell {
  readonly decimal: string;
}

/** @param text digits, with a sign and a fraction or without */
export function decimal(text: string): DecimalCell {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new CodedError('not_decimal', 'It is not a decimal number.');
  return { decimal: text };
}

// A spreadsheet takes a cell that begins so for a formula, and runs it; some skip what cannot be seen before it, and take
// signs of other scripts and widths for the same ones. Source: owasp.org, CSV Injection.
const UNSEEN = String.raw`[\p{White_Space}\p{C}\p{Default_Ignorable_Code_Point}\u2800]*`;
const SIGNS = String.raw`[=+\-@\p{Pd}\u2212\u02D7\u207A\u207B\u208A\u208B\u2795\u2796\uFF1D\uFE66\uA78A\u1400\uFF0B\uFE62\uFF20\uFE6B]`;
const FORMULA = new RegExp(String.raw`^(?:${UNSEEN}${SIGNS}|[\t\r\n])`, 'u');

/** What stands between two cells. Spreadsheets take the one of the country that they are set to. */
export const SEPARATORS = { comma: ',', semicolon: ';', tab: '\t' } as const;
export type Separator = keyof typeof SEPARATORS;

/**
 * One line of RFC 4180 with its CRLF. Null is an empty cell, a decimal a number. Every text is quoted: it stays one cell
 * also where semicolons or tabs separate; one that a spreadsheet would run gets a leading apostrophe.
 */
export function csvRow(cells: readonly (string | DecimalCell | null)[], separator: Separator = 'comma'): string {
  return `${cells.map(csvCell).join(SEPARATORS[separator])}\r\n`;
}

function csvCell(cell: string | DecimalCell | null): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return cell.decimal;
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${harmless.replaceAll('"', '""')}"`;
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
