import type { NewSpan } from './spans.js';

/** One request to Shopify. Its headers are not ours to fill: no trace is handed on. */
export const PARTNER_REQUEST: NewSpan = { name: 'partner api request', kind: 'client' };
/** One attempt to deliver a message to Convot. */
export const DELIVERY_REQUEST: NewSpan = { name: 'webhook request', kind: 'client' };
