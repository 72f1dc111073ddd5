import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '../values/coded-error.js';

/** What a worker says of itself. */
export interface ToldHealth {
  /** Empty when it is well. */
  readonly complaints: readonly string[];
  readonly droppedLogLines: number;
}

/**
 * A socket in the file system for each worker process of this user: it takes no port, needs no room on a disk that may be
 * full, and a process that hangs does not answer on it.
 */
const folder = (): string => join(tmpdir(), `convot-worker-${userInfo().uid}`);
const PATIENCE_MS = 5_000;

/** Tells whoever asks on this machine. @throws when the socket cannot be made */
export async function tellHealth(health: () => ToldHealth): Promise<void> {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  if (statSync(folder()).uid !== userInfo().uid)
    throw new CodedError('health_not_asked', `${folder()} belongs to somebody else.`);
  const path = join(folder(), `${process.pid}.sock`);
  // Of a process that had the same number, as the first one of a container always has.
  rmSync(path, { force: true });
  const server = createServer((_request, response) => void response.end(JSON.stringify(health())));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  process.once('exit', () => rmSync(path, { force: true }));
}

/** The workers of this user that run on this machine. */
export function workersHere(): number[] {
  try {
    return readdirSync(folder()).flatMap((name) => (name.endsWith('.sock') ? [Number.parseInt(name)] : []));
  } catch {
    return [];
  }
}

/** @returns what it says; a complaint when it does not answer; null when no such process is there any more */
export async function askHealth(pid: number): Promise<ToldHealth | null> {
  const socketPath = join(folder(), `${pid}.sock`);
  try {
    return JSON.parse(await ask(socketPath)) as ToldHealth;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECONNREFUSED' && code !== 'ENOENT')
      return { complaints: ['It does not answer.'], droppedLogLines: 0 };
    rmSync(socketPath, { force: true });
    return null;
  }
}

function ask(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject).end();
    // It may be listening and hang: the kernel takes the question in its stead.
    setTimeout(() => asked.destroy(new CodedError('health_socket', 'It does not answer.')), PATIENCE_MS).unref();
  });
}
