import type { Webhooks } from 'convot-partner-sync-client';

/** Of every type that the service tells; there may be more one day. */
export type Message = Webhooks['body'];
