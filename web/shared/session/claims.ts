import type { Role } from '../../../src/contract/connection-words.js';

export type { Role };

/** What an access token says of the one who reads the page. Good for what to show; the api checks it. */
export interface Claims {
  readonly organizationId: string;
  readonly subject: string;
  readonly role: Role;
}

/** @returns undefined for what is no access token */
export function readToken(token: string): { claims: Claims; expiresAtMs: number } | undefined {
  const [, payload] = token.split('.');
  if (payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const { org, sub, role, exp } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    if (typeof org !== 'string' || typeof sub !== 'string' || typeof exp !== 'number' || !isRole(role))
      return undefined;
    return { claims: { organizationId: org, subject: sub, role }, expiresAtMs: exp * 1000 };
  } catch {
    return undefined;
  }
}

function isRole(role: unknown): role is Role {
  return role === 'owner' || role === 'admin' || role === 'agent';
}
