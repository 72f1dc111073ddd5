import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inheritedEnvironment } from '../../../src/config/config.js';
import { ProcessGroup, type ProcessSpec } from '../../../src/dev/processes/process-group.js';
import { waitFor } from '../servers/wait-for.js';

export interface Running {
  /** Waits until what it printed matches. @returns the match */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/** A terminal: what one command exports, and where it leaves off, is there for the next. */
export interface Shell {
  /** Where it began, in an empty folder; removed at the end. */
  readonly folder: string;
  /** @returns what it printed. @throws when a command of it fails */
  run(commands: string): Promise<string>;
  /** The same in a terminal of its own, for what does not end by itself. */
  start(commands: string): Promise<Running>;
}

const PATIENCE_MS = 120_000;
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS'];

/** For one test file; what it started is ended after the last test. */
export function useShell(): Shell {
  const group = new ProcessGroup();
  const folder = mkdtempSync(join(tmpdir(), 'convot-shell-'));
  const remembered = join(folder, '.remembered');
  writeFileSync(remembered, `cd '${folder}'\n`);
  afterAll(async () => {
    await group.killAll();
    rmSync(folder, { recursive: true });
  });
  const inherited = Object.entries(inheritedEnvironment()).filter(
    ([name]) => INHERITED.includes(name) || name.startsWith('npm_config_'),
  );
  const specOf = (commands: string): ProcessSpec => ({
    name: commands.trim(),
    command: 'bash',
    args: ['-euc', `source '${remembered}'\n${commands}`],
    env: Object.fromEntries(inherited),
    cwd: folder,
    wholeFamily: true,
  });
  return {
    folder,
    run: (commands) =>
      group.run(specOf(`${commands}\n{ export -p; echo "cd '$PWD'"; } > '${remembered}'`), PATIENCE_MS),
    async start(commands) {
      const lines: string[] = [];
      const running = await group.start({ ...specOf(commands), onLine: (line) => lines.push(line) });
      return {
        printed: (pattern) =>
          waitFor(`${commands.trim()} to print ${String(pattern)}`, () => pattern.exec(lines.join('\n')), {
            timeoutMs: PATIENCE_MS,
            giveUp: () => (running.exit === undefined ? undefined : `it ended:\n${running.lastLines()}`),
          }),
      };
    },
  };
}
