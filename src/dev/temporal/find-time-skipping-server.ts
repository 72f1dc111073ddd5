import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isExecutable, pathFolders, type ProgramSearch } from '../programs.js';
import { step } from '../progress.js';
import { downloadWithSdk, sdkDownload } from './download.js';

const VERSION = '1.38.0';
const MAVEN_TIMEOUT_MS = 10 * 60_000;

/**
 * Temporal's time-skipping test server: kept from an earlier run, downloaded as the SDK does it, or fetched with Maven
 * (the SDK has no build for every platform) and run by Java.
 * @returns a program that takes the port as its only argument
 */
export async function findTimeSkippingServer(search: ProgramSearch): Promise<string> {
  const { say, cache } = search;
  const fetched = join(cache, `temporal-test-server-${VERSION}`);
  const known = [join(fetched, 'run'), sdkDownload('time-skipping', cache)].find(isExecutable);
  if (known !== undefined) return known;
  say('There is no Temporal test server here yet, by which the tests skip time. Unless Temporal’s download comes');
  say(`through, Maven fetches it: about a minute, this once; from then on it is kept in ${cache}.`);
  return (await downloadWithSdk('time-skipping', search)) ?? (await fetchWithMaven(search, fetched));
}

async function fetchWithMaven({ processes, env, say, root, cache }: ProgramSearch, place: string): Promise<string> {
  const [maven, java] = ['mvn', 'java'].map((name) => findProgram(name, pathFolders(env)));
  if (maven === undefined || java === undefined) {
    throw new Error(
      "Temporal's time-skipping test server is missing: the download does not reach this machine, and the other way needs " +
        `Maven and Java (${maven === undefined ? 'mvn' : 'java'} is not on the PATH). Install both (Debian: apt-get install maven).`,
    );
  }
  const draft = mkdtempSync(join(cache, 'fetching-'));
  try {
    await step(say, `Fetching Temporal’s time-skipping test server ${VERSION} with Maven`, () =>
      processes.run(
        {
          name: 'mvn',
          command: maven,
          args: [
            '-q',
            '-B',
            'dependency:copy-dependencies',
            '-DincludeScope=runtime',
            `-DoutputDirectory=${join(draft, 'lib')}`,
          ],
          env,
          cwd: join(root, 'tools', 'temporal-test-server'),
          wholeFamily: true,
        },
        MAVEN_TIMEOUT_MS,
      ),
    );
    writeFileSync(join(draft, 'run'), launcher(java, join(place, 'lib'), readdirSync(join(draft, 'lib'))), {
      mode: 0o755,
    });
    if (!existsSync(place)) renameSync(draft, place);
    return join(place, 'run');
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** `exec`, so that a signal reaches Java itself; the options trade long-run speed for a quick start. */
function launcher(java: string, folder: string, jars: string[]): string {
  const classPath = jars.sort().map((jar) => join(folder, jar));
  return [
    '#!/bin/sh',
    `exec '${java}' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m \\`,
    `  -cp '${classPath.join(':')}' io.temporal.testserver.TestServer "$@"`,
    '',
  ].join('\n');
}
