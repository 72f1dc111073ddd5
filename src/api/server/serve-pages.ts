import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express, Response } from 'express';
import { ApiProblem } from '../../contract/problems.js';
import { readFiles, serveFiles } from './memory-files.js';

/** The pages' addresses, and the files that `npm run build` makes of them. */
const PAGES = {
  '/settings/shopify': 'settings.html',
  '/panel': 'panel.html',
  '/revenue': 'revenue.html',
} as const;

/** What a page may load and do: files of our own, calls to our own api, and nothing that is written into it. */
const DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
];

const YEAR_SECONDS = 365 * 24 * 3600;

/** @param frameAncestors origins that may embed the pages, and hand them access tokens */
export function servePages(app: Express, directory: string, frameAncestors: readonly string[]): void {
  // Their names change with what is in them.
  serveFiles(app, '/assets', readFiles(join(directory, 'assets')), `public, max-age=${YEAR_SECONDS}, immutable`);
  for (const [path, file] of Object.entries(PAGES)) servePage(app, path, readHtml(directory, file), frameAncestors);
}

/** @throws when the pages were not built */
export function readHtml(directory: string, file: string): string {
  return readFileSync(join(directory, file), 'utf8');
}

export function servePage(app: Express, path: string, html: string, frameAncestors: readonly string[]): void {
  // The configuration lets origins only pass, so nothing in them can end the attribute or the directive.
  const page = html.replace(
    'name="convot-host-origins" content=""',
    `name="convot-host-origins" content="${frameAncestors.join(' ')}"`,
  );
  app.get(path, (_request, response) => sendPage(response, page, frameAncestors));
  app.all(path, () => {
    throw new ApiProblem('method_not_allowed', { headers: { Allow: 'GET, HEAD' } });
  });
}

function sendPage(response: Response, page: string, frameAncestors: readonly string[]): void {
  const ancestors = frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'";
  response
    .set('Content-Security-Policy', [...DIRECTIVES, `frame-ancestors ${ancestors}`].join('; '))
    .set('Cache-Control', 'no-cache')
    .type('html')
    .send(page);
}
