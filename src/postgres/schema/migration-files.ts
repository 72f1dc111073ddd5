import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../values/coded-error.js';

/** A numbered file of `src/postgres/migrations`. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  /** Code that does not know it must not run on what it makes. */
  readonly breaking: boolean;
  /** In its order: one that is all of it, for one transaction, or several, each by itself. */
  readonly steps: readonly string[];
  readonly inSteps: boolean;
}

/**
 * The first line of each: whether the code before it may run beside it; and whether it is carried out in steps, outside of
 * a transaction, because it takes long or must not be in one. Each step can be carried out again.
 */
const HEAD = /^--! (compatible|breaking)(, in steps)?\n/;
const STEP = /^--! step\n/m;

/** @throws CodedError when a number is missing or a file has no head */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file, index) => {
      if (Number(file.slice(0, 4)) !== index + 1) {
        throw new CodedError(
          'migration_out_of_sequence',
          `Migration ${file} is out of sequence: expected number ${index + 1}.`,
        );
      }
      return parseMigration(index + 1, file.replace(/\.sql$/, ''), await readFile(join(directory, file), 'utf8'));
    }),
  );
}

function parseMigration(number: number, name: string, text: string): Migration {
  const head = HEAD.exec(text);
  if (head === null) {
    throw new CodedError(
      'migration_without_head',
      `Migration ${name} does not begin with a line \`--! compatible\` or \`--! breaking\`, which may end with \`, in steps\`.`,
    );
  }
  // Without the head: the first twenty were released before they had one.
  const sql = text.slice(head[0].length);
  const inSteps = head[2] !== undefined;
  return {
    number,
    name,
    checksum: createHash('sha256').update(sql).digest('hex'),
    breaking: head[1] === 'breaking',
    steps: inSteps ? sql.split(STEP) : [sql],
    inSteps,
  };
}
