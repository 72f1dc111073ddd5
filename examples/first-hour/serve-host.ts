import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { partnerSync } from './partner-sync.js';

/*
 * A stand-in for Convot's inbox: a page with the panel inside, and what Convot's own server has for it. It has no sign-in:
 * whoever may read from it is the owner.
 */
const page = readFileSync(new URL('host.html', import.meta.url));
const origin = process.env['PARTNER_SYNC_URL'] ?? 'http://localhost:3000';
const port = Number(process.env['PORT'] ?? 3100);

const server = createServer((request, response) => {
  // Nor is it read by a page whose own name was made to mean this machine (DNS rebinding).
  if (request.headers.host !== `localhost:${port}`) return void response.writeHead(403).end();
  void (async () => {
    switch (request.url) {
      case '/':
        return response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
      case '/conversations': {
        const { data } = await partnerSync.listMerchants({ query: { limit: 5 }, throwOnError: true });
        const domains = data.items.map(({ myshopifyDomain }) => myshopifyDomain);
        return response.end(JSON.stringify({ origin, domains }));
      }
      case '/token':
        // Convot signs one for the user who is signed in, with their role.
        return response.end(process.env['PARTNER_SYNC_TOKEN']);
      default:
        return response.writeHead(404).end();
    }
  })().catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(port, '127.0.0.1', () => console.log(`Open http://localhost:${port}`));
