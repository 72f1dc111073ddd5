import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../../../src/postgres/schema/schema-version.js';
import { paths } from '../../../src/process/paths.js';

export interface MoreMigrations {
  /** All of ours, and behind them those that were added. */
  readonly directory: string;
  /** Writes the next one. @returns its number and its name with it */
  add(name: string, text: string): { readonly number: number; readonly name: string };
  /** The one that was added last, mended. */
  mend(text: string): void;
}

/** Migrations of a version that is newer than this one. A folder for one test, removed after it. */
export function useMoreMigrations(): MoreMigrations {
  let directory = '';
  let number = 0;
  let file = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'convot-migrations-'));
    cpSync(paths.migrations, directory, { recursive: true });
    number = SCHEMA_VERSION;
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  return {
    get directory() {
      return directory;
    },
    add: (words, text) => {
      number += 1;
      const name = `${String(number).padStart(4, '0')}_${words}`;
      file = join(directory, `${name}.sql`);
      writeFileSync(file, text);
      return { number, name };
    },
    mend: (text) => writeFileSync(file, text),
  };
}
