import type { AuditEntry } from '../../shared/api/types.js';
import { actionText, reasonText } from './audit-text.js';

const line = (changes: Partial<AuditEntry>): AuditEntry => ({
  id: '1',
  at: '2026-11-24T10:00:00Z',
  lastAt: '2026-11-24T10:00:00Z',
  count: 1,
  actor: 'user_1',
  action: 'connect',
  connectionId: null,
  partnerOrganizationId: '1234567',
  appId: null,
  appName: null,
  detail: {},
  ...changes,
});

test.each([
  [line({}), 'Connected organization 1234567', null],
  [
    line({ action: 'connect_refused', detail: { reason: 'permission_missing: manage_apps' } }),
    'Was refused: connecting organization 1234567',
    'The token lacks a permission.',
  ],
  [line({ action: 'reconnect', detail: { token: 'new' } }), 'Replaced the token of organization 1234567', null],
  [
    line({ action: 'reconnect', detail: { token: 'stored' } }),
    'Tried the stored token of organization 1234567 again, and reconnected it',
    null,
  ],
  [line({ action: 'disconnect' }), 'Disconnected organization 1234567', null],
  [line({ action: 'add_app', appName: 'Pilot' }), 'Added Pilot to organization 1234567', null],
  [line({ action: 'remove_app', appId: 'gid://partners/App/77' }), 'Removed app 77 from organization 1234567', null],
  [
    line({
      action: 'role_refused',
      partnerOrganizationId: null,
      detail: { role: 'agent', route: 'post /v1/connections' },
    }),
    'Was refused: not allowed to this role',
    'Asked as an agent. post /v1/connections',
  ],
  [
    line({
      action: 'shop_token_refused',
      partnerOrganizationId: null,
      detail: { role: 'agent', route: 'get /v1/revenue' },
    }),
    'Was refused: the access token is for one shop',
    'Asked as an agent. get /v1/revenue',
  ],
  [line({ action: 'moved_house', detail: { reason: 'why not' } }), 'moved_house', 'why not'],
  [line({ action: 'constructor' }), 'constructor', null],
])('%#', (told, action, reason) => {
  expect(actionText(told)).toBe(action);
  expect(reasonText(told)).toBe(reason);
});
