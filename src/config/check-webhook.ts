import { isThisMachine } from '../process/this-machine.js';
import { isSigningSecret, signingKeyOf } from '../webhooks/sign.js';
import type { Complaint } from './complaint.js';
import { weaknessOf } from './weak-key.js';

export interface WebhookVariables {
  readonly CONVOT_WEBHOOK_URL?: string | undefined;
  readonly CONVOT_WEBHOOK_SECRET: readonly string[];
  readonly CONVOT_WEBHOOK_UPDATES: '0' | '1';
}

/** Where messages go, what signs them, and whether every change of a merchant is one. */
export function webhookComplaints(
  { CONVOT_WEBHOOK_URL = '', CONVOT_WEBHOOK_SECRET: secrets, CONVOT_WEBHOOK_UPDATES }: WebhookVariables,
  isProduction: boolean,
): Complaint[] {
  const complaints: Complaint[] = [];
  const refuse = (name: keyof WebhookVariables, message: string) => complaints.push({ name, message });
  const target = URL.canParse(CONVOT_WEBHOOK_URL) ? new URL(CONVOT_WEBHOOK_URL) : null;
  if (target !== null && secrets.length === 0) {
    refuse('CONVOT_WEBHOOK_SECRET', 'is required beside CONVOT_WEBHOOK_URL');
  }
  if (CONVOT_WEBHOOK_URL === '' && CONVOT_WEBHOOK_UPDATES === '1') {
    refuse('CONVOT_WEBHOOK_UPDATES', 'needs CONVOT_WEBHOOK_URL: without it nobody is told');
  }
  if (target !== null && target.username + target.password !== '') {
    refuse('CONVOT_WEBHOOK_URL', 'must not hold a user or password; messages are signed');
  }
  if (target?.protocol === 'http:' && (isProduction || !isThisMachine(target.hostname))) {
    refuse('CONVOT_WEBHOOK_URL', 'must be https; outside of production this machine may be reached by http');
  }
  if (secrets.length > 2 || !secrets.every(isSigningSecret)) {
    refuse('CONVOT_WEBHOOK_SECRET', 'is not one secret or two: whsec_ and 24 to 64 bytes in base64, comma separated');
    return complaints;
  }
  if (new Set(secrets).size < secrets.length) refuse('CONVOT_WEBHOOK_SECRET', 'names one secret twice');
  for (const [index, secret] of secrets.entries()) {
    const weakness = isProduction ? weaknessOf(signingKeyOf(secret)) : undefined;
    if (weakness !== undefined) refuse('CONVOT_WEBHOOK_SECRET', `secret ${index + 1} is ${weakness}`);
  }
  return complaints;
}
