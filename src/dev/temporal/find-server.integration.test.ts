import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessGroup } from '../processes/process-group.js';
import { findTemporal } from './find-server.js';

let home: string;
const processes = new ProcessGroup();

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'convot-programs-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
afterAll(() => processes.close());

/** A machine with a Go and nothing else; downloads fail because its checkout has no downloader. */
function machine() {
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const go = `#!/bin/sh
case $1 in
  env) echo ${home}/gopath ;;
  install) echo '#!/bin/sh' > "$GOBIN/temporal" && /bin/chmod +x "$GOBIN/temporal" ;;
esac
`;
  writeFileSync(join(bin, 'go'), go, { mode: 0o755 });
  const said: string[] = [];
  const search = { processes, env: { PATH: bin }, say: (line: string) => said.push(line), root: home };
  return { said, search: { ...search, cache: join(home, 'cache') } };
}

test('a first start says before it builds that this takes minutes, why, and that it is done once', async () => {
  const { said, search } = machine();
  const program = await findTemporal(search);
  const lineOf = (text: RegExp) => said.findIndex((line) => text.test(line));
  expect(lineOf(/no Temporal server here yet/)).toBe(0);
  expect(lineOf(/three to four minutes .* this once/)).toBeGreaterThan(0);
  expect(lineOf(/^Building the Temporal server/)).toBeGreaterThan(lineOf(/three to four minutes/));
  expect(said.join('\n')).toContain(search.cache);
  // A download that does not come through is no error.
  expect(said.join('\n')).not.toMatch(/error|fail|refused|cannot/i);

  said.length = 0;
  expect(await findTemporal(search)).toBe(program);
  expect(said).toEqual([]);
});
