import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A certificate that our own parts show each other. */
export interface Certificate {
  /** Of its file, without `_certificate` and ending. */
  readonly name: string;
  /** ISO 8601, UTC; null when it cannot be read. */
  readonly validTo: string | null;
}

const DAY_MS = 86_400_000;

/** Reads the first certificate of each file, each time anew: a renewed one may lie there. */
export function readCertificates(files: readonly string[]): Certificate[] {
  return files.map((file) => ({
    name: basename(file).replace(/(_certificate)?(\.\w+)?$/, ''),
    validTo: validTo(file),
  }));
}

/** Whole days, rounded down; negative once it has ended. */
export function daysLeft(validTo: string, nowMs: number): number {
  return Math.floor((Date.parse(validTo) - nowMs) / DAY_MS);
}

function validTo(file: string): string | null {
  try {
    return new Date(new X509Certificate(readFileSync(file)).validTo).toISOString();
  } catch {
    return null;
  }
}
