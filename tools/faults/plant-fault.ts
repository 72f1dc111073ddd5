import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../src/process/paths.js';

interface Change {
  /** Of the compiled code, from `dist`. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** Faults of the kinds that the service is made to exclude. Which seed of chaos finds each: test/faults/README.md. */
const PLANTED: Readonly<Record<string, readonly Change[]>> = {
  /** The cursor of a page is stored in a transaction of its own, before its rows. */
  'cursor-apart': [
    {
      file: 'sync/store/store-page.js',
      find: 'export async function storePage(tenant, fence, page) {',
      put: [
        'export async function moveCursor(tenant, fence, page) {',
        '    await holdFenceAlone(tenant, fence);',
        '    page.moved = await applyMove(tenant, fence.connectionId, page.move);',
        '}',
        'export async function storePage(tenant, fence, page) {',
      ].join('\n'),
    },
    {
      file: 'sync/store/store-page.js',
      find: 'applyMove(tenant, connectionId, move),',
      put: 'page.moved,',
    },
    {
      file: 'sync/page-writer.js',
      find: 'const page = { planned, move, requestedAt, apps };',
      put: [
        'const page = { planned, move, requestedAt, apps };',
        '        await session.fenced((tenant) => moveCursor(tenant, session.fence, page));',
      ].join('\n'),
    },
    {
      file: 'sync/page-writer.js',
      find: "import { storePage } from './store/store-page.js';",
      put: "import { moveCursor, storePage } from './store/store-page.js';",
    },
  ],
  /** Nobody looks whether the connection is still what the sync started with, and leases are for no time. */
  'fence-ignored': [
    {
      file: 'connections/store/sync-fence.js',
      find: "where id = ${connectionId} and generation = ${generation} and status = 'connected'",
      put: 'where id = ${connectionId}',
    },
    {
      file: 'connections/store/sync-fence.js',
      find: "where c.id = ${connectionId} and c.generation = ${generation} and c.status = 'connected'",
      put: 'where c.id = ${connectionId}',
    },
    {
      file: 'sync/store/sync-leases.js',
      find: "c.generation = ${generation} and c.status = 'connected' and not ${isPaused(sql)}",
      put: 'true',
    },
    {
      file: 'sync/store/sync-leases.js',
      find: "clock_timestamp() + ${leaseMs} * interval '1 millisecond'",
      put: 'clock_timestamp()',
    },
    {
      file: 'connections/store/confirm-disconnected.js',
      find: 'if (lease.leasedForMs !== null)',
      put: 'if (false)',
    },
  ],
  /** A receiver that refuses a message counts as one that has it. */
  'refusal-accepted': [
    {
      file: 'webhooks/answer.js',
      find: "return answer.status === 410 ? 'unwanted' : 'try_again';",
      put: "return answer.status === 410 ? 'unwanted' : 'delivered';",
    },
  ],
  /** A message that is derived again has another id, and nobody knows that it was told before under another. */
  'random-message-id': [
    {
      file: 'webhooks/message-id.js',
      find: 'JSON.stringify([subjectId, type, factKey])',
      put: 'JSON.stringify([subjectId, type, factKey, Math.random()])',
    },
    {
      file: 'merchants/notices/told-before.js',
      find: 'return before.some(',
      put: 'return false && before.some(',
    },
  ],
};

export const PLANTED_FAULTS = Object.keys(PLANTED);

/**
 * Copies the compiled code with a fault in it.
 * @param home where to: what is there goes
 * @throws when there is no such fault, or the code has changed so that it finds no place
 */
export function plantFault(name: string, home = join(paths.local, 'planted', name)): void {
  const changes = PLANTED[name];
  if (changes === undefined) throw new Error(`--planted must be one of ${PLANTED_FAULTS.join(', ')}, not ${name}.`);
  rmSync(home, { recursive: true, force: true });
  cpSync(paths.dist, join(home, 'dist'), { recursive: true });
  // What the compiled code reads besides lies beside it.
  symlinkSync(join(paths.root, 'src'), join(home, 'src'));
  symlinkSync(join(paths.root, 'package.json'), join(home, 'package.json'));
  for (const { file, find, put } of changes) {
    const path = join(home, 'dist', file);
    const parts = readFileSync(path, 'utf8').split(find);
    if (parts.length !== 2)
      throw new Error(`${name} finds ${parts.length - 1} places in ${file}: see tools/faults/plant-fault.ts.`);
    writeFileSync(path, parts.join(put));
  }
}
