import type { QueryCache } from '@tanstack/react-query';

/**
 * Keeps a query's failure until there is an answer. TanStack Query forgets it as soon as it asks again, as long as
 * nothing was loaded: at every poll the page would fall back to its skeleton, and take the focus and what was typed
 * with it.
 */
export function keepFailures(cache: QueryCache): void {
  const failures = new WeakMap<object, Error>();
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { query, action } = event;
    if (action.type === 'error') failures.set(query, action.error as Error);
    if (action.type === 'success') failures.delete(query);
    const error = failures.get(query);
    if (action.type === 'fetch' && error !== undefined && query.state.status === 'pending') {
      query.setState({ error, status: 'error' });
    }
  });
}
