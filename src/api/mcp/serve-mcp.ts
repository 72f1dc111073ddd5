import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Request as HttpRequest, RequestHandler } from 'express';
import { z } from 'zod';
import { ApiProblem } from '../../contract/problems.js';
import { type Admission, auditRefusal } from '../request/admit.js';
import { readBody } from '../request/read-request.js';
import { type Entry, everyone } from '../request/route.js';
import { createMcpServer } from './create-mcp-server.js';
import type { ToolDeps } from './tool.js';

export const MCP_PATH = '/mcp';

const ENTRY: Entry = {
  method: 'post',
  path: MCP_PATH,
  roles: everyone,
  responses: {},
  readsOnly: true,
  keepsToShop: true,
};

/** One message of JSON-RPC; what it is, the SDK says. A batch, which newer versions of MCP do not have, is no object. */
const Message = z.looseObject({});

/** What MCP says beside the message. The access token is not handed on: nothing behind this line needs it. */
const MCP_HEADER = /^(accept|content-type|mcp-.+)$/;

/**
 * MCP over Streamable HTTP, without sessions: every request stands for itself, so that any process may answer it.
 * It goes through the same door as the routes (`admit`).
 */
export function createServeMcp(deps: ToolDeps, { admit, unread }: Admission): RequestHandler {
  return async (request, response) => {
    // Browsers send it with every POST, and no page has business here. So nothing is left for DNS rebinding to use,
    // whatever name we are reached under. Source: MCP specification 2026-07-28, Transports, "Security Warning".
    if (request.get('origin') !== undefined) throw new ApiProblem('forbidden', { isOfPage: true });
    const { caller, inTurn } = await admit(ENTRY, request, response);
    const { value } = await readBody(Message, request, response);
    const failures: unknown[] = [];
    // Of the SDK, also of what it refuses: no failure of ours.
    const errors: Error[] = [];
    const onFailure = (error: unknown) => void failures.push(error);
    const onOtherShop = () => auditRefusal(deps.sql, 'shop_token_refused', ENTRY, caller);
    const handler = createMcpHandler(() => createMcpServer(caller, deps, { onFailure, onOtherShop }), {
      onerror: (error) => void errors.push(error),
      // Nothing changes while somebody listens: no stream stays open.
      maxSubscriptions: 0,
      keepAliveMs: 0,
    });
    const { status, type, text } = await inTurn(async () => {
      const answer = await handler.fetch(messageOf(request), { parsedBody: value });
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    });
    if (failures.length > 0) throw failures[0];
    if (status >= 500) throw errors.at(-1) ?? new ApiProblem('internal');
    response.status(status);
    if (type !== null) response.set('Content-Type', type);
    response.end(text);
    unread.count(caller.organizationId, response, response.writableLength);
  };
}

/** The request as the SDK takes one. It does not end with its client: what was asked of Postgres goes on, in its turn. */
function messageOf(request: HttpRequest): Request {
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    MCP_HEADER.test(name) ? values.map((value): [string, string] => [name, value]) : [],
  );
  return new Request(`http://localhost${MCP_PATH}`, { method: 'POST', headers });
}
