import { createContext, useContext } from 'react';
import type { ApiClient } from '../api/client.js';
import { messages } from '../messages.en.js';
import type { Claims } from '../session/claims.js';

export interface PageSession {
  readonly api: ApiClient;
  readonly claims: Claims;
}

export const SessionContext = createContext<PageSession | undefined>(undefined);

/** The one who reads the page, and the api in their name. Below `mountPage` only. */
export function usePageSession(): PageSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('There is no session here.');
  return session;
}

/** Why the reader may not do what is an owner's to do; undefined for an owner. */
export function useOwnerOnly(): string | undefined {
  return usePageSession().claims.role === 'owner' ? undefined : messages.ownerOnly;
}
