import { KeptMessages } from './kept-messages.js';
import type { Message } from './message.js';
import { createReceiver } from './receiver.js';

/* Keeps what the service tells in messages.jsonl, and says it. */
const port = Number(process.env['PORT'] ?? 3200);
const secret = process.env['CONVOT_WEBHOOK_SECRET'] ?? '';

const receiver = createReceiver({ secret, kept: new KeptMessages('messages.jsonl'), onMessage: act });
receiver.listen(port, '127.0.0.1', () => console.log(`Listening on http://localhost:${port}/convot`));

function act(message: Message): void {
  switch (message.type) {
    case 'connection.error':
      return console.log(`Somebody must act: ${message.data.error?.message ?? 'syncing has stopped'}`);
    case 'merchant.uninstalled': {
      const { organizationId, myshopifyDomain, reason, mrrLost } = message.data;
      const lost = mrrLost === null ? 'nothing' : `${mrrLost.amount} ${mrrLost.currencyCode}`;
      return console.log(
        `${organizationId}: ${myshopifyDomain ?? 'a merchant'} has left, “${reason ?? ''}”, ${lost} a month`,
      );
    }
    default:
      // Of a type to come as well.
      return console.log(message.type);
  }
}
