import express, { type Express, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { ROLES } from '../../contract/connection-words.js';
import { ApiProblem } from '../../contract/problems.js';
import { isHostThisMachine, isThisMachine } from '../../process/this-machine.js';
import { isForwarded } from './forwarded.js';
import { readHtml, servePage } from './serve-pages.js';

const Chosen = z.strictObject({ organizationId: z.string().regex(/^[\x21-\x7e]{1,200}$/), role: z.enum(ROLES) });
export type Chosen = z.infer<typeof Chosen>;

const COOKIE = 'convot-development';

export interface DevelopmentPages {
  /** Makes a short-lived access token, as Convot would. */
  readonly issueToken: (chosen: Chosen) => Promise<string>;
}

/**
 * For this machine only: a page to choose whom to be, tokens for whoever was chosen, and a page that embeds the panel as
 * Convot does. Whom one is lies in a cookie; the token in the page's memory, as in production.
 */
export function serveDevelopment(
  app: Express,
  directory: string,
  frameAncestors: readonly string[],
  { issueToken }: DevelopmentPages,
): void {
  app.use('/dev', fromThisMachine);
  app.post('/dev/sign-in', express.json({ limit: '2kb' }), (request, response) => {
    const chosen = Chosen.safeParse(request.body);
    if (!chosen.success) throw new ApiProblem('invalid_field');
    const value = Buffer.from(JSON.stringify(chosen.data)).toString('base64url');
    response.cookie(COOKIE, value, { httpOnly: true, sameSite: 'strict', path: '/dev' }).status(204).end();
  });
  app.post('/dev/token', async (request, response) => {
    const chosen = chosenBy(request);
    if (chosen === undefined) throw new ApiProblem('unauthenticated');
    response.set('Cache-Control', 'no-store').json({ token: await issueToken(chosen) });
  });
  // A page's address answers to nothing else than being read: after what is sent to the same one.
  servePage(app, '/dev/sign-in', readHtml(directory, 'sign-in.html'), frameAncestors);
  servePage(app, '/dev/inbox', readHtml(directory, 'inbox.html'), frameAncestors);
}

/**
 * Whoever is let in may be an owner: so nobody from the network, nobody whom a proxy or a tunnel on this machine brings in,
 * and no page of a site that has pointed its own name at this machine.
 */
const fromThisMachine: RequestHandler = ({ headers, socket }, _response, next) => {
  const isOurs = isHostThisMachine(headers.host) && isThisMachine(socket.remoteAddress ?? '') && !isForwarded(headers);
  if (!isOurs) throw new ApiProblem('not_found');
  next();
};

function chosenBy(request: Request): Chosen | undefined {
  const value = new RegExp(`(?:^|; )${COOKIE}=([A-Za-z0-9_-]+)`).exec(request.get('cookie') ?? '')?.[1];
  if (value === undefined) return undefined;
  try {
    return Chosen.parse(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
