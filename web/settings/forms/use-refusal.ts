import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CONNECTIONS_KEY } from '../../shared/api/connections.js';
import { Problem } from '../../shared/api/problem.js';

/**
 * What a command was refused with, as long as it holds: until the situation is another than the one it came in, and of
 * one that never reached us until something does.
 */
export function useRefusal(error: Error | null, situation: string): Error | null {
  const queries = useQueryClient();
  const reached = queries.getQueryState(CONNECTIONS_KEY)?.dataUpdatedAt ?? 0;
  const [seen, setSeen] = useState({ error, situation, reached });
  if (seen.error !== error) setSeen({ error, situation, reached });
  if (seen.error !== error || error === null) return error;
  const isBack = error instanceof Problem && error.code === 'offline' && reached !== seen.reached;
  return seen.situation === situation && !isBack ? error : null;
}
