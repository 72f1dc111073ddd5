import { formatCount } from '../../shared/format/numbers.js';
import type { Role } from '../../shared/session/claims.js';
import { messages as runs } from '../runs/messages.en.js';

const { errors } = runs;

/** The words of the audit log. */
export const messages = {
  title: 'Audit log',
  description: 'Who changed something here, or was refused. Only owners see it; lines are kept for two years.',
  none: 'Nothing yet.',
  more: 'Show earlier',
  caption: 'Who did what, newest first',
  columns: { at: 'When', actor: 'Who', what: 'What' },
  times: (count: number, last: string) => `${formatCount(count)} times, last at ${last}`,
  organization: (id: string) => `organization ${id}`,
  anOrganization: 'the organization',
  app: (name: string) => `app ${name}`,
  anApp: 'an app',
  actions: {
    connect: (organization: string) => `Connected ${organization}`,
    connect_refused: (organization: string) => `Was refused: connecting ${organization}`,
    replace_token: (organization: string) => `Replaced the token of ${organization}`,
    reconnect: (organization: string) => `Tried the stored token of ${organization} again, and reconnected it`,
    reconnect_refused: (organization: string) => `Was refused: reconnecting ${organization} or replacing its token`,
    disconnect: (organization: string) => `Disconnected ${organization}`,
    full_scan: (organization: string) => `Had everything of ${organization} read again`,
    pause: (organization: string) => `Paused ${organization}`,
    resume: (organization: string) => `Resumed ${organization}`,
    pause_all: () => 'Paused syncing for everybody',
    resume_all: () => 'Resumed syncing for everybody',
    add_app: (organization: string, app: string) => `Added ${app} to ${organization}`,
    add_app_refused: (organization: string, app: string) => `Was refused: adding ${app} to ${organization}`,
    remove_app: (organization: string, app: string) => `Removed ${app} from ${organization}`,
    set_plan_interval: (_: string, app: string) => `Said how often a plan of ${app} bills`,
    resend_webhook: () => 'Had a message to Convot sent again',
    create_segment: () => 'Made a segment of merchants',
    change_segment: () => 'Changed a segment of merchants',
    delete_segment: () => 'Deleted a segment of merchants',
    erase_merchant: () => 'Erased a merchant for good',
    role_refused: () => 'Was refused: not allowed to this role',
    shop_token_refused: () => 'Was refused: the access token is for one shop',
  },
  reasons: {
    token_rejected: errors.token_rejected,
    permission_missing: errors.permission_missing,
    shopify_unavailable: errors.shopify_unavailable,
    app_not_found: 'The organization has no such app.',
  },
  roles: {
    admin: 'Asked as an admin.',
    agent: 'Asked as an agent.',
    owner: 'Asked as an owner.',
  } satisfies Record<Role, string>,
} as const;
