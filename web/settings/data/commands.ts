import { useMutation, useQueryClient } from '@tanstack/react-query';
import { appNumberOf } from '../../shared/api/addresses.js';
import type { ApiClient } from '../../shared/api/client.js';
import { CONNECTIONS_KEY } from '../../shared/api/connections.js';
import type { App, Connection } from '../../shared/api/types.js';
import { usePageSession } from '../../shared/page/session-context.js';

export interface Credentials {
  readonly partnerOrganizationId: string;
  readonly accessToken: string;
}

/** While it is being asked whether the credentials are good. */
export const CONNECTING_KEY = ['connecting'] as const;

export function useConnect() {
  return useCommand(
    (api, credentials: Credentials, key) => api.send<Connection>('POST', '/v1/connections', credentials, key),
    CONNECTING_KEY,
  );
}

/** With a new token, or by trying the stored one again. */
export function useReconnect(connectionId: string) {
  return useCommand((api, body: { readonly accessToken?: string }, key) =>
    api.send<Connection>('POST', `/v1/connections/${connectionId}/reconnect`, body, key),
  );
}

export function useDisconnect(connectionId: string) {
  return useCommand((api, _: undefined, key) =>
    api.send<Connection>('POST', `/v1/connections/${connectionId}/disconnect`, undefined, key),
  );
}

export function useAddApp(connectionId: string) {
  return useCommand((api, appId: string, key) =>
    api.send<App>('POST', `/v1/connections/${connectionId}/apps`, { appId }, key),
  );
}

export function useRemoveApp(connectionId: string) {
  return useCommand((api, { appId }: App, key) =>
    api.send<undefined>('DELETE', `/v1/connections/${connectionId}/apps/${appNumberOf(appId)}`, undefined, key),
  );
}

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
