import { createHmac } from 'node:crypto';
import type { Secret } from '../values/secret.js';

export interface SignedParts {
  readonly id: string;
  readonly timestampSeconds: number;
  /** Exactly as it is sent. */
  readonly body: string;
}

/** How secrets are handed over: 24 to 64 bytes in base64 behind this. */
const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/**
 * The headers that prove where a message comes from; with several secrets, while one replaces another, a signature by
 * each.
 * Source: Standard Webhooks 1.0.0, "Signature scheme" and "Webhook headers"
 * (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md).
 */
export function signedHeaders(secrets: readonly Secret[], { id, timestampSeconds, body }: SignedParts) {
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', signingKeyOf(secret.reveal())).update(`${id}.${timestampSeconds}.${body}`);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
  };
}

/** Whether it is `whsec_` and the base64 of as many bytes as the specification asks for. */
export function isSigningSecret(text: string): boolean {
  const [, base64 = ''] = SECRET.exec(text) ?? [];
  const key = Buffer.from(base64, 'base64');
  return key.length >= 24 && key.length <= 64 && key.toString('base64') === base64;
}

/** The bytes that sign, of a secret that `isSigningSecret`. */
export function signingKeyOf(text: string): Buffer {
  return Buffer.from(text.replace(/^whsec_/, ''), 'base64');
}
