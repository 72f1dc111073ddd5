import type { Claims } from '../../shared/session/claims.js';

/* That an organization is being connected outlasts a reload: the api goes on when the page that asked is gone. */
const KEY = 'convot.connecting';
// As long as the api may take to answer, and then some.
const LASTS_MS = 60_000;

export interface UnderWay {
  readonly partnerOrganizationId: string;
  readonly untilMs: number;
  /** It was over when the page came back. */
  readonly isOver: boolean;
}

/** Remembers it for this tab and this user; never the token. @returns forgets it */
export function underWay({ organizationId, subject }: Claims, partnerOrganizationId: string): () => void {
  const untilMs = Date.now() + LASTS_MS;
  attempt((storage) =>
    storage.setItem(KEY, JSON.stringify({ organizationId, subject, partnerOrganizationId, untilMs })),
  );
  return forgetUnderWay;
}

/** It is settled, and no later load has anything to do with it. */
export function forgetUnderWay(): void {
  attempt((storage) => storage.removeItem(KEY));
}

/** What this user's page was about when it was left; null when nothing was. */
export function leftUnderWay({ organizationId, subject }: Claims): UnderWay | null {
  const text = attempt((storage) => storage.getItem(KEY)) ?? null;
  if (text === null) return null;
  const known = JSON.parse(text) as Omit<UnderWay, 'isOver'> & { organizationId: string; subject: string };
  if (known.organizationId !== organizationId || known.subject !== subject) return null;
  const isOver = known.untilMs <= Date.now();
  // Told once: the next load has nothing to do with it.
  if (isOver) forgetUnderWay();
  return { ...known, isOver };
}

/** A browser may keep all storage from an embedded page; then it is forgotten. */
function attempt<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(sessionStorage);
  } catch {
    return undefined;
  }
}
