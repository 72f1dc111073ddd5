import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Express, Request, Response } from 'express';
import { isKnown } from '../request/send-answer.js';

/**
 * A file that is answered from memory. A thousand clients that read it slowly share these bytes and hold no open file:
 * `send`, behind `express.static`, opens one for each request, and never closes it when the connection ends before the
 * answer had its turn on it. A compressor for each answer would take a quarter of a megabyte.
 */
export interface MemoryFile {
  /** Decides its type by its ending. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** @param names all files of the directory when left out */
export function readFiles(directory: string, names: readonly string[] = readdirSync(directory)): MemoryFile[] {
  return names.map((name) => ({ name, bytes: readFileSync(join(directory, name)) }));
}

/**
 * Answers `GET <prefix>/<name>` for these files, compressed for whoever takes that, or with 304.
 * @param cacheControl how long a browser may keep them
 */
export function serveFiles(app: Express, prefix: string, files: readonly MemoryFile[], cacheControl: string): void {
  const handlers = new Map(files.map((file) => [file.name, fileHandler(file, cacheControl)]));
  app.get(`${prefix}/:name`, (request, response, next) => {
    const handler = handlers.get(request.params.name);
    if (handler === undefined) next();
    else handler(request, response);
  });
}

/** The same for one file under an address of its own. */
export function fileHandler({ name, bytes }: MemoryFile, cacheControl: string) {
  const tag = hash('sha256', bytes, 'base64url');
  // Made when it is first asked for.
  let compressed: Buffer | undefined;
  return (request: Request, response: Response): void => {
    const isCompressed = request.acceptsEncodings('gzip', 'identity') === 'gzip';
    const ofThis = isCompressed ? `"${tag}-gzip"` : `"${tag}"`;
    response.type(extname(name)).set({ 'Cache-Control': cacheControl, Vary: 'Accept-Encoding', ETag: ofThis });
    if (isKnown(request, ofThis)) response.status(304).end();
    else if (isCompressed) response.set('Content-Encoding', 'gzip').send((compressed ??= gzipSync(bytes)));
    else response.send(bytes);
  };
}
