import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../http/answer.js';
import type { Delivery } from './effects.js';

/** Sends an answer whole, or as badly as the faults say. Ends early when the client has gone. */
export async function deliver(res: ServerResponse, answer: Answer, faults: readonly Delivery[]): Promise<void> {
  let { headers, body } = answer;
  let drip: { bytes: number; everyMs: number } | null = null;
  let end: 'whole' | 'reset' | 'truncated' = 'whole';
  let framing: 'length' | 'chunked' | 'close' = 'length';
  let wholeLength = body.length;
  for (const fault of faults) {
    switch (fault.kind) {
      case 'delay':
        await wait(fault.ms);
        break;
      case 'never_answer':
        return;
      case 'replace':
        body = Buffer.from(body.toString().replaceAll(fault.text, () => fault.by));
        wholeLength = body.length;
        break;
      case 'headers':
        headers = { ...headers, ...fault.headers };
        break;
      case 'drip':
        drip = fault;
        break;
      case 'reset':
        end = 'reset';
        body = body.subarray(0, fault.afterBytes);
        break;
      case 'truncate':
        end = 'truncated';
        framing = fault.framing;
        body = body.subarray(0, fault.afterBytes);
        break;
    }
  }
  if (res.destroyed) return;
  const { socket } = res;
  if (end === 'reset' && body.length === 0) {
    socket?.resetAndDestroy();
    return;
  }
  // Node frames by chunks when no length is given, unless that header was taken away first.
  if (framing === 'close') res.removeHeader('transfer-encoding');
  res.writeHead(answer.status, { ...headers, ...framingHeaders(framing, wholeLength) });
  if (drip === null) res.write(body);
  else await dripOut(res, body, drip);
  if (end === 'whole') res.end();
  // A chunked body without its last chunk, a shorter body than announced: the client sees the connection close early.
  else if (end === 'reset') socket?.resetAndDestroy();
  else socket?.end();
}

function framingHeaders(framing: 'length' | 'chunked' | 'close', length: number): Record<string, string | number> {
  switch (framing) {
    case 'length':
      return { 'content-length': length };
    case 'chunked':
      return { 'transfer-encoding': 'chunked' };
    case 'close':
      return { connection: 'close' };
  }
}

async function dripOut(res: ServerResponse, body: Buffer, { bytes, everyMs }: { bytes: number; everyMs: number }) {
  for (let sent = 0; sent < body.length && !res.destroyed; sent += bytes) {
    res.write(body.subarray(sent, sent + bytes));
    await wait(everyMs);
  }
}
