import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { UPDATE_TYPE } from '../../../src/contract/merchant-words.js';
import { ChangedMerchant, hasLeft, type Heard } from './news.js';

const Message = z.object({ type: z.string(), data: z.looseObject({}) });
const Update = z.object({ merchant: ChangedMerchant.nullish() });

/** Convot's receiver, which is told every change, and takes whatever comes. */
export interface UpdateReceiver {
  readonly url: string;
  readonly secret: string;
  close(): Promise<void>;
}

/** @param heard of each merchant, when the whole message is here */
export async function startUpdateReceiver(heard: Heard): Promise<UpdateReceiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const atMs = performance.now();
      response.writeHead(204).end();
      const { type, data } = Message.parse(JSON.parse(Buffer.concat(chunks).toString()));
      // Of churn it is told by messages of their own.
      if (type !== UPDATE_TYPE) return;
      const { merchant } = Update.parse(data);
      if (merchant && hasLeft(merchant)) heard(merchant.shopNumber, atMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/convot`,
    secret: `whsec_${randomBytes(32).toString('base64')}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
