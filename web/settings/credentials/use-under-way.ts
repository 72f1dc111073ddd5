import { useEffect, useState } from 'react';
import type { Connection } from '../../shared/api/types.js';
import { announce } from '../../shared/ui/announce.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { isConnected } from '../connection-state.js';
import { messages } from '../messages.en.js';
import { forgetUnderWay, leftUnderWay } from './under-way.js';

/** What was being connected when the page was reloaded: awaited for as long as the api may take, and then not known. */
export function useUnderWay() {
  const { claims } = usePageSession();
  const [left, setLeft] = useState(() => leftUnderWay(claims));
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
      forgetUnderWay();
      setLeft(null);
    },
  };
}

/** What is to be said of it, aloud, too; null when there is nothing. */
export function useUnderWayText(
  { left, isMissing, isAwaited, settle }: ReturnType<typeof useUnderWay>,
  connections: readonly Connection[] | undefined,
): string | null {
  const hasAppeared = left !== null && connections !== undefined && !isMissing(connections);
  useEffect(() => {
    if (hasAppeared) settle();
  });
  const { underWay, notKnown } = messages.connect;
  const isTold = left !== null && connections !== undefined && isMissing(connections);
  const text = isTold ? (isAwaited(connections) ? underWay : notKnown)(left.partnerOrganizationId) : null;
  useEffect(() => {
    if (text !== null) announce(text);
  }, [text]);
  return text;
}
