import type { App, Connection } from '../shared/api/types.js';
import { appNumberOf } from '../shared/app-number.js';
import { useCommand } from './use-command.js';

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
