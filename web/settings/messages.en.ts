import type { App, Permission } from '../shared/api/types.js';
import { formatCount, plural } from '../shared/format/numbers.js';
import type { PageState } from './connection/connection-state.js';

const TITLE = 'Shopify integration';

/** Every word of the settings page, but for the sentences of the api's own tables. */
export const messages = {
  title: TITLE,
  documentTitle: (state: string) => `${state} — ${TITLE}`,
  purpose: 'See each merchant’s plan, MRR and install history beside their conversation.',
  readOnly:
    'You can see everything here and start a sync. Only an owner of your Convot organization can change the rest.',
  loading: 'Loading the Shopify connection …',

  states: {
    not_connected: 'Not connected',
    connecting: 'Connecting',
    syncing: 'Syncing',
    connected: 'Connected',
    paused: 'Paused',
    needs_attention: 'Needs attention',
    error: 'Error',
    disconnecting: 'Disconnecting',
    disconnected: 'Disconnected',
  } satisfies Record<PageState, string>,

  organization: {
    heading: (id: string) => `Organization ${id}`,
    connectedBy: (name: string) => `Connected by ${name}`,
    disconnectedBy: (name: string) => `Disconnected by ${name}`,
    disconnected: 'Disconnected',
    lastConnectedBy: (name: string) => `Last connected by ${name}`,
  },

  connect: {
    title: 'Connect your Partner account',
    titleOfAnother: 'Another organization',
    description: 'You need an API client of your Partner organization. Creating one takes about two minutes.',
    descriptionOfAnother: 'When your apps belong to several Partner organizations, each has a token of its own.',
    open: 'Connect another',
    organization: 'Partner Organization ID',
    organizationHint:
      'The digits after partners.shopify.com/ in the address of your dashboard. You can paste the whole address.',
    token: 'Partner API Access Token',
    tokenHint: 'Starts with prtapi_. We keep it encrypted and never show it again.',
    show: 'Show',
    hide: 'Hide',
    submit: 'Connect',
    submitting: 'Connecting…',
    pending: (id: string) => `Organization ${id} is being connected. Shopify is asked whether it accepts the token.`,
    notKnown: (id: string) =>
      `Whether organization ${id} was connected is not known: the page was left before the answer came. Connect it again.`,
    terms:
      'We read your transactions and the events of your apps. Nothing is ever written to Shopify. You can disconnect at any time.',
  },

  guide: {
    summary: 'How to create an access token',
    steps: {
      open: 'Open your Partner Dashboard, then Settings → Partner API clients → Manage Partner API clients.',
      create: 'Choose “Create API client”, give it a name such as “Convot”, and tick the two permissions below.',
      copy: 'Save it and copy its access token into the field above. Store it somewhere safe, too: you won’t see it again. If you lose it, delete the client and create a new one.',
    },
    dashboard: 'Open Partner Dashboard',
    clients: 'Open your Partner API clients',
    permissionsTitle: 'The two permissions',
    permissions: {
      view_financials: {
        name: 'View financials',
        why: 'Our help calls it Manage financials. Reads transactions, for plans and MRR. Your payouts and bank details are not read.',
      },
      manage_apps: {
        name: 'Manage apps',
        why: 'Reads installs and uninstalls: Shopify has no smaller permission for them. It is not used to change your apps.',
      },
    } satisfies Record<Permission, { readonly name: string; readonly why: string }>,
  },

  token: {
    title: 'Access token',
    description: 'Replace it when you have revoked the old one, or created a new API client.',
    titleWhenGone: 'Reconnect',
    descriptionWhenGone: 'Syncing goes on where it stopped. Everything that was synced is kept.',
    endsIn: 'The stored token ends in',
    none: 'No token is stored: it was destroyed when you disconnected.',
    label: 'New Partner API Access Token',
    replace: 'Replace token',
    reconnect: 'Reconnect',
    submit: 'Save and sync',
    submitting: 'Connecting…',
    replaced: 'Token replaced.',
  },

  apps: {
    title: 'Your Apps',
    description: 'Apps are found by their first transaction or event. Add one by hand when it has none yet.',
    auto: 'Auto-discovered',
    manual: 'Added manually',
    unnamed: 'App without a name',
    copyId: (name: string) => `Copy the ID of ${name}`,
    id: 'App ID',
    installs: (count: number) => `${formatCount(count)} ${plural(count, 'install', 'installs')}`,
    installsSoFar: (count: number) => `${formatCount(count)} ${plural(count, 'install', 'installs')} so far`,
    notCountedYet: 'installs are still being counted',
    notCounted: 'installs were not counted',
    lastEvent: 'last event',
    noEvents: 'no events yet',
    states: {
      synced: 'Synced',
      syncing: 'Syncing',
      behind: 'Behind',
      paused: 'Paused',
      stopped: 'Stopped',
      disconnecting: 'Disconnecting',
      disconnected: 'Disconnected',
      not_visible: 'Not visible',
      refused: 'Refused',
    },
    problems: {
      not_visible:
        'This organization no longer has the app, or the token cannot see it. What was synced is kept. Check the app in Partner Dashboard.',
      refused: 'Shopify refuses to tell this app’s events. We keep trying; the other apps are not affected.',
    } satisfies Record<NonNullable<App['problem']>, string>,
    filter: 'Filter apps',
    nothingMatches: 'No app matches.',
    noneFound:
      'No apps found yet. Shopify names an app with its first transaction or event; add yours by its ID below.',
    noneFoundSoFar: 'No apps found yet. They appear here while the first sync runs.',
    noneFoundBefore: 'No apps were found before syncing stopped.',
    noneFoundBeforePause: 'No apps were found before syncing was paused.',
    noneAdded: 'None. An app without transactions can be added by its ID.',
    addTitle: 'Add an app',
    addLabel: 'App ID',
    addHint: 'The number behind /apps/ in the app’s address in your dashboard. You can paste the whole address.',
    add: 'Add app',
    adding: 'Adding…',
    added: (name: string) => `${name} was added.`,
    alreadyListed: (name: string, list: string) => `${name} is already listed under “${list}”.`,
    moved: (name: string) => `${name} was discovered and is now listed under “Auto-discovered”.`,
    offWhileStopped: 'Apps can be added once syncing works again.',
    offWhileDisconnected: 'Apps can be added once the organization is connected again.',
    offWhilePaused: 'Apps can be added once syncing is resumed.',
    remove: 'Remove',
    removeLabel: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove ${name}?`,
    removeText:
      'It is no longer synced or shown. Its data is kept, and returns when you add the app again or a transaction names it.',
    removing: 'Removing…',
    removed: (name: string) => `${name} was removed.`,
  },

  disconnect: {
    title: 'Disconnect',
    description: 'Stops syncing and destroys the stored token.',
    text: 'What was synced so far stays beside your conversations, as it was then.',
    button: 'Disconnect',
    off: 'This organization is being disconnected.',
    dialogTitle: (id: string) => `Disconnect organization ${id}?`,
    stops: 'Syncing stops at once, and the stored token is destroyed.',
    stays: 'What was synced stays. Reconnecting goes on where it stopped.',
    revoke: 'We cannot revoke the token at Shopify. Delete the API client in Partner Dashboard as well.',
    disconnecting: 'Disconnecting…',
  },

  next: {
    title: 'What comes next',
    importedLater: 'Your history is imported once syncing works; what keeps it from working stands below.',
    importedOnceResumed: 'Your history is imported once syncing is resumed.',
    imported: 'Your history is being imported. This takes minutes; how far it is stands below.',
    importedWhole: 'Your history is imported, and kept up to date every few minutes.',
    apps: 'Your apps are listed below as Shopify names them. Add one without transactions by its App ID.',
    conversations: 'Open a conversation: beside it you see the merchant’s plan, MRR and history.',
    revenue: 'See MRR and churn of all merchants on the revenue page.',
    openRevenue: 'Open revenue',
  },

  announcements: {
    connected: 'Connected. Your data is being synced.',
    imported: 'Everything is imported.',
    tokenStopped: 'Shopify stopped accepting the token. Syncing has stopped.',
    stopped: 'Syncing has stopped.',
    needsAttention: (why: string) => `Needs attention: ${why}`,
    works: 'Syncing works again.',
    paused: 'Paused by Convot’s operators.',
    resumed: 'Syncing was resumed.',
    disconnecting: 'Disconnecting …',
    disconnected: 'Disconnected.',
  },
} as const;
