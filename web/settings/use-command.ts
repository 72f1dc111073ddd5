import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiClient } from '../shared/api/client.js';
import { CONNECTIONS_KEY } from '../shared/api/connections.js';
import { usePageSession } from '../shared/ui/session-context.js';

/**
 * Something that the user tells the service to do. One press is one request, with a key of its own; it counts as under
 * way until the page shows what it has changed.
 */
export function useCommand<Input, Answer>(
  send: (api: ApiClient, input: Input, idempotencyKey: string) => Promise<Answer>,
  mutationKey: readonly string[] = [],
) {
  const { api } = usePageSession();
  const queries = useQueryClient();
  return useMutation({
    mutationKey,
    mutationFn: (input: Input) => send(api, input, crypto.randomUUID()),
    onSettled: () => queries.invalidateQueries({ queryKey: CONNECTIONS_KEY }),
    // What was sent may be a token: it goes with the form that sent it.
    gcTime: 0,
  });
}
