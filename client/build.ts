import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createClient } from '@hey-api/openapi-ts';
import { openApiDocument } from '../src/api/server/openapi.js';

/*
 * From the routes, without a running api: the OpenAPI document, the types and calls that are generated of it, and the
 * package.json of the client. `tsc -p client` compiles the rest into dist/client, which `npm pack` makes a tarball of.
 */
const FOLDER = 'dist/client';

const service = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string; engines: { node: string } };
const clientPackage = {
  name: 'convot-partner-sync-client',
  version: service.version,
  private: true,
  description: 'Typed calls of Convot Partner Sync, its feed of changes, and the types of what it tells by webhooks.',
  license: 'UNLICENSED',
  type: 'module',
  engines: { node: service.engines.node },
  exports: { '.': { types: './index.d.ts', default: './index.js' }, './openapi.json': './openapi.json' },
};

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const [name, content] of Object.entries({ 'package.json': clientPackage, 'openapi.json': openApiDocument })) {
  writeFileSync(`${FOLDER}/${name}`, `${JSON.stringify(content, null, 2)}\n`);
}

await createClient({
  input: `${FOLDER}/openapi.json`,
  output: { path: 'client/src/generated', module: { extension: '.js' } },
  logs: { level: 'silent', file: false },
  plugins: [
    '@hey-api/typescript',
    '@hey-api/client-fetch',
    {
      name: '@hey-api/sdk',
      // No client that everybody shares, and no token in a request that is handed back: see src/send.ts.
      client: false,
      auth: false,
      operations: { strategy: 'single', containerName: 'Operations' },
    },
  ],
});
