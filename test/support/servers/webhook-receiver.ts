import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the answer that it has the message was handed over whole. */
  readonly isTaken: () => boolean;
}

/** How the next request is answered: with a status, or by doing something to the connection. */
export type Scripted = number | ((response: ServerResponse) => void);

/** A receiver of Convot's, over real HTTP: keeps what it gets, and answers what the test says. */
export interface WebhookReceiver {
  readonly url: string;
  readonly secret: string;
  /** Every request, in order. */
  readonly received: Received[];
  /** For the next requests; then 204. */
  answers: Scripted[];
  /** The messages from this place on that it got, each parsed. @throws unless `secret` signed each, lately */
  verified(secret?: string, from?: number): Record<string, unknown>[];
  close(): Promise<void>;
}

export function signingSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const secret = signingSecret();
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers } = request;
      const isTaken = () => response.writableFinished && response.statusCode < 300;
      received.push({ id: String(headers['webhook-id']), headers, body: Buffer.concat(chunks).toString(), isTaken });
      const answer = receiver.answers.shift() ?? 204;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: WebhookReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/convot`,
    secret,
    received,
    answers: [],
    verified: (by = secret, from = 0) =>
      received.slice(from).map(({ body, headers }) => {
        return new Webhook(by).verify(body, headers as Record<string, string>) as Record<string, unknown>;
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return receiver;
}
