import { gzipSync } from 'node:zlib';
import { type Answer, json, refusals } from '../http/answer.js';
import type { InsteadOfAnswer } from './effects.js';

export function answerInstead(effect: InsteadOfAnswer): Answer {
  switch (effect.kind) {
    case 'http':
      return {
        status: effect.status,
        headers: { 'content-type': 'text/html; charset=utf-8', ...effect.headers },
        body: effect.bodyBase64 === undefined ? Buffer.from(effect.body) : Buffer.from(effect.bodyBase64, 'base64'),
      };
    case 'throttle':
      return refusals.throttled(effect.form, effect.retryAfter ?? null);
    case 'internal_error':
      return refusals.internal();
    case 'redirect':
      return { status: effect.status, headers: { location: effect.location }, body: Buffer.alloc(0) };
    case 'huge_body':
      return hugeBody(effect.bytes, effect.gzip);
  }
}

function hugeBody(bytes: number, gzip: boolean): Answer {
  const envelope = json(200, { data: null, padding: '' });
  const body = Buffer.alloc(Math.max(bytes, envelope.body.length), ' ');
  envelope.body.copy(body);
  if (!gzip) return { ...envelope, body };
  return { ...envelope, headers: { ...envelope.headers, 'content-encoding': 'gzip' }, body: gzipSync(body) };
}
