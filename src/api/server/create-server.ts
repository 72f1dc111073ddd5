import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { problemBody, type ProblemCode, PROBLEMS } from '../../contract/problems.js';
import { ANSWER_MS, cutAfter, STALL_MS } from '../load/deadlines.js';
import { limitConnections, oneAtATime } from './client-connections.js';

const MAX_HEADER_BYTES = 16 * 1024;
const REQUEST_TIMEOUT_MS = 15_000;
/** An idle one takes some 20 kB; one that takes its answer slowly as much as the answer has. */
const MOST_CONNECTIONS = 2_000;

/** The HTTP server, with limits on what a client may make it wait for or hold, and problems for what Node itself refuses. */
export function createApiServer(listener: RequestListener, log: Logger): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 65_000,
    },
    oneAtATime((request, response) => {
      cutAfter(response, ANSWER_MS);
      listener(request, response);
    }),
  );
  server.setTimeout(STALL_MS);
  limitConnections(server, MOST_CONNECTIONS);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    refuse(error, socket, log);
  });
  return server;
}

/** The request never became one, so that no handler can answer it. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, log: Logger): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const code = codeOf(error);
  const requestId = randomUUID();
  const { status } = PROBLEMS[code];
  log.info({ requestId, err: error, res: { statusCode: status } }, 'the request could not be read');
  const body = JSON.stringify(problemBody(code, {}, requestId));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function codeOf({ code }: NodeJS.ErrnoException): ProblemCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_timeout';
  return 'malformed_request';
}
