import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../../src/process/paths.js';

export interface Block {
  /** What follows the three backticks. */
  readonly language: string;
  readonly code: string;
}

/** The blocks of code of a page, in order. @param page from the checkout's folder, for example `docs/integrate.md` */
export function blocksOf(page: string): Block[] {
  const found = readFileSync(join(paths.root, page), 'utf8').matchAll(/^```(\w+)\n([^]*?)^```$/gm);
  return [...found].map(([, language = '', code = '']) => ({ language, code }));
}

/** Every file of `examples`, by its path from there. */
export function exampleFiles(): Map<string, string> {
  const folder = join(paths.root, 'examples');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file.slice(folder.length + 1), readFileSync(file, 'utf8')];
    }),
  );
}
