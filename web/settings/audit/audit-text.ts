import { appNumberOf } from '../../shared/api/addresses.js';
import type { AuditEntry } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { messages } from './messages.en.js';

const { actions, reasons, roles } = messages;

/** Those that the table tells: who asked for a sync is no change, and would bury the others. */
export const SHOWN_ACTIONS: readonly string[] = Object.keys(actions).filter((action) => action !== 'replace_token');

/** What was done, to what. An action that this page does not know yet is told by its name. */
export function actionText({ action, detail, ...line }: AuditEntry): string {
  const told = action === 'reconnect' && detail['token'] === 'new' ? 'replace_token' : action;
  return isTold(told) ? actions[told](organizationOf(line), appOf(line)) : told;
}

/** What follows: why it was refused, as what, how often. */
export function reasonText({ action, detail }: AuditEntry): string | null {
  const { reason = '', role = '', route } = detail;
  if (action === 'role_refused' || action === 'shop_token_refused') {
    return [role in roles ? roles[role as keyof typeof roles] : '', route ?? '']
      .filter((part) => part !== '')
      .join(' ');
  }
  // The code, and with it what is missing: `permission_missing: manage_apps`.
  const [code = ''] = reason.split(':');
  return code in reasons ? reasons[code as keyof typeof reasons] : reason === '' ? null : reason;
}

function isTold(action: string): action is keyof typeof actions {
  return Object.hasOwn(actions, action);
}

function organizationOf({ partnerOrganizationId }: Pick<AuditEntry, 'partnerOrganizationId'>): string {
  const { organization, anOrganization } = messages;
  return partnerOrganizationId === null ? anOrganization : organization(partnerOrganizationId);
}

function appOf({ appName, appId }: Pick<AuditEntry, 'appName' | 'appId'>): string {
  const { app, anApp } = messages;
  if (appName !== null) return isolated(appName);
  return appId === null ? anApp : app(appNumberOf(appId));
}
