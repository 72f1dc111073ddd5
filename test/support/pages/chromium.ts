import { findProgram, pathFolders, type ProgramSearch } from '../../../src/dev/programs.js';
import { step } from '../../../src/dev/progress.js';
import { apt } from '../run/debian.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The machine's Chromium; where there is none and we may, it is installed from Debian's packages. */
export async function findChromium(search: ProgramSearch): Promise<string> {
  const known = chromiumOnPath(search.env);
  if (known !== undefined) return known;
  if (findProgram('apt-get', pathFolders(search.env)) === undefined || process.getuid?.() !== 0) {
    throw new Error('The tests of the pages need Chromium: install it so that `chromium` is on the PATH.');
  }
  search.say(
    'The tests of the pages run in a browser, and this machine has no Chromium yet: Debian’s is installed, this once.',
  );
  await step(search.say, 'Installing Chromium', async () => {
    await apt(search, ['update']);
    await apt(search, ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation']);
  });
  const installed = chromiumOnPath(search.env);
  if (installed === undefined) throw new Error('Chromium was installed, but is not on the PATH.');
  return installed;
}

/** The first of the browsers that go by Chromium's names. */
export function chromiumOnPath(env: NodeJS.ProcessEnv): string | undefined {
  return NAMES.map((name) => findProgram(name, pathFolders(env))).find((program) => program !== undefined);
}
