import { useEffect, useState } from 'react';
import type { Connection } from '../../shared/api/types.js';
import { usePageSession } from '../../shared/ui/session-context.js';
import { isConnected } from '../connection-state.js';
import { leftUnderWay } from './under-way.js';

/** What was being connected when the page was reloaded: awaited for as long as the api may take, and then not known. */
export function useUnderWay() {
  const { claims } = usePageSession();
  const [left] = useState(() => leftUnderWay(claims));
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
    isAwaited: (connections: readonly Connection[]) => !isOver && isMissing(connections),
    /** The answer never came, and it has not appeared. */
    isUnknown: (connections: readonly Connection[]) => isOver && isMissing(connections),
  };
}
