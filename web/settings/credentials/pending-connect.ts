import { useEffect, useState } from 'react';
import type { Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/page/announce.js';
import { usePageSession } from '../../shared/page/session-context.js';
import type { Claims } from '../../shared/session/claims.js';
import { isConnected } from '../connection/connection-state.js';
import { messages } from '../messages.en.js';

/* That an organization is being connected outlasts a reload: the api goes on when the page that asked is gone. */
const KEY = 'convot.connecting';
// As long as the api may take to answer, and then some.
const LASTS_MS = 60_000;

export interface PendingConnect {
  readonly partnerOrganizationId: string;
  readonly untilMs: number;
  /** It was over when the page came back. */
  readonly isOver: boolean;
}

/** Remembers it for this tab and this user; never the token. @returns forgets it */
export function rememberConnect({ organizationId, subject }: Claims, partnerOrganizationId: string): () => void {
  const untilMs = Date.now() + LASTS_MS;
  attempt((storage) =>
    storage.setItem(KEY, JSON.stringify({ organizationId, subject, partnerOrganizationId, untilMs })),
  );
  return forgetPendingConnect;
}

/** It is settled, and no later load has anything to do with it. */
function forgetPendingConnect(): void {
  attempt((storage) => storage.removeItem(KEY));
}

/** What this user's page was about when it was left; null when nothing was. */
function readPendingConnect({ organizationId, subject }: Claims): PendingConnect | null {
  const text = attempt((storage) => storage.getItem(KEY)) ?? null;
  if (text === null) return null;
  const known = JSON.parse(text) as Omit<PendingConnect, 'isOver'> & { organizationId: string; subject: string };
  if (known.organizationId !== organizationId || known.subject !== subject) return null;
  const isOver = known.untilMs <= Date.now();
  // Told once: the next load has nothing to do with it.
  if (isOver) forgetPendingConnect();
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

/** What was being connected when the page was reloaded: awaited for as long as the api may take, and then not known. */
export function usePendingConnect() {
  const { claims } = usePageSession();
  const [left, setLeft] = useState(() => readPendingConnect(claims));
  const [isOver, setOver] = useState(left === null || left.isOver);
  useEffect(() => {
    if (left === null) return;
    const timer = setTimeout(() => setOver(true), Math.max(0, left.untilMs - Date.now()));
    return () => clearTimeout(timer);
  }, [left]);
  const isMissing = (connections: readonly Connection[]) =>
    left !== null &&
    !connections.some(
      (connection) => connection.partnerOrganizationId === left.partnerOrganizationId && isConnected(connection),
    );
  return {
    left,
    isMissing,
    isAwaited: (connections: readonly Connection[]) => !isOver && isMissing(connections),
    /** Once it has appeared, what becomes of it later is no question of that connecting any more. */
    settle: () => {
      forgetPendingConnect();
      setLeft(null);
    },
  };
}

/** What is to be said of it, aloud, too; null when there is nothing. */
export function usePendingConnectText(
  { left, isMissing, isAwaited, settle }: ReturnType<typeof usePendingConnect>,
  connections: readonly Connection[] | undefined,
): string | null {
  const hasAppeared = left !== null && connections !== undefined && !isMissing(connections);
  useEffect(() => {
    if (hasAppeared) settle();
  });
  const { pending, notKnown } = messages.connect;
  const isTold = left !== null && connections !== undefined && isMissing(connections);
  const text = isTold ? (isAwaited(connections) ? pending : notKnown)(left.partnerOrganizationId) : null;
  useEffect(() => {
    if (text !== null) announce(text);
  }, [text]);
  return text;
}
