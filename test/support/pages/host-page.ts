import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * A page as Convot's: of another origin, with one of ours inside. It hands over a token when it is asked, and keeps what
 * it was told. The tests reach into it by `window.host`.
 */
const HTML = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Convot</title><style>
    html, body, iframe { margin: 0; border: 0; width: 100%; height: 100%; display: block; }
  </style></head>
  <body><script>
    const told = [];
    const frame = document.createElement('iframe');
    frame.title = 'Convot Partner Sync';
    const send = (message) => frame.contentWindow.postMessage(message, new URL(frame.src).origin);
    window.addEventListener('message', async ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      told.push(data);
      if (data.type === 'convot.ready' || data.type === 'convot.token-needed') {
        send({ type: 'convot.token', token: await window.nextToken() });
      }
    });
    window.host = { told, send, embed: (src, allow) => { Object.assign(frame, { src, allow }); document.body.append(frame); } };
  </script></body>
</html>`;

export interface HostServer {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startHostServer(): Promise<HostServer> {
  const server = createServer((_request, response) => void response.setHeader('Content-Type', 'text/html').end(HTML));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
