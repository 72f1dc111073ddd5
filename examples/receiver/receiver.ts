import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { KeptMessages } from './kept-messages.js';
import type { Message } from './message.js';

export interface ReceiverOptions {
  /** `CONVOT_WEBHOOK_SECRET` of the service; while it is being changed, one of its two. */
  readonly secret: string;
  readonly kept: KeptMessages;
  /**
   * Called with each message, after it was kept and answered for. When it fails, or the process ends before it is through,
   * it is called with the message again at the next start.
   */
  readonly onMessage: (message: Message) => Promise<void> | void;
}

/** Far more than a message has; whoever sends is not known before all of it was read. */
const MOST_BYTES = 1_000_000;

/** Takes what the service tells: verified, kept once, answered at once. Only then is anything done about it. */
export function createReceiver({ secret, kept, onMessage }: ReceiverOptions): Server {
  const webhook = new Webhook(secret);
  const act = async (id: string, message: Message): Promise<void> => {
    try {
      await onMessage(message);
      kept.acted(id);
    } catch (error) {
      console.error(error);
    }
  };
  const receive = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST' || request.url !== '/convot') return 404;
    const body = await bodyOf(request);
    if (body === null) return 413;
    const headers = request.headers as Record<string, string>;
    // The bytes as they came: another spelling of the same JSON has another signature. It also refuses timestamps that
    // are more than five minutes off.
    const message = webhook.verify(body, headers) as Message;
    // The same message may come twice, under the same id.
    const id = headers['webhook-id'] ?? '';
    if (kept.keep(id, message)) setImmediate(() => void act(id, message));
    return 204;
  };
  for (const [id, message] of [...kept.waiting]) void act(id, message);
  return createServer((request, response) => {
    receive(request)
      .catch((error: unknown) => {
        if (error instanceof WebhookVerificationError) return 401;
        // Anything but 2xx has it sent again later.
        console.error(error);
        return 500;
      })
      .then((status) => response.writeHead(status, status === 413 ? { Connection: 'close' } : {}).end())
      .catch(console.error);
  });
}

/** Null where it is too long; the rest is not read then. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A request that is destroyed cannot be answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
