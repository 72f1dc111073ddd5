import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { KeptMessages } from './kept-messages.js';
import type { Message } from './message.js';

export interface ReceiverOptions {
  /** `CONVOT_WEBHOOK_SECRET` of the service. */
  readonly secret: string;
  readonly kept: KeptMessages;
  /** Called with each message once, after it was kept and answered for. */
  readonly onMessage: (message: Message) => void;
}

/** Takes what the service tells: verified, kept once, answered at once. Only then is anything done about it. */
export function createReceiver({ secret, kept, onMessage }: ReceiverOptions): Server {
  const webhook = new Webhook(secret);
  const receive = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST' || request.url !== '/convot') return 404;
    const headers = request.headers as Record<string, string>;
    // The bytes as they came: another spelling of the same JSON has another signature. It also refuses timestamps that
    // are more than five minutes off.
    const message = webhook.verify(await text(request), headers) as Message;
    // The same message may come twice, under the same id.
    const isNew = kept.keep(headers['webhook-id'] ?? '', message);
    if (isNew) setImmediate(onMessage, message);
    return 204;
  };
  return createServer((request, response) => {
    receive(request)
      .catch((error: unknown) => {
        if (error instanceof WebhookVerificationError) return 401;
        // Anything but 2xx has it sent again later.
        console.error(error);
        return 500;
      })
      .then((status) => response.writeHead(status).end())
      .catch(console.error);
  });
}
