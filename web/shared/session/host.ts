import type { TokenSource } from './session.js';

/** What the page tells the program that embeds it. */
export type MessageToHost =
  | { readonly type: 'convot.ready' }
  | { readonly type: 'convot.token-needed' }
  /** The user asks for another page; where it is shown is the host's to decide. */
  | { readonly type: 'convot.open'; readonly page: 'settings' | 'revenue'; readonly domain?: string };

/** A page of ours, and whom it is about. */
export type Target = Omit<Extract<MessageToHost, { type: 'convot.open' }>, 'type'>;

/** Where that page is, for whoever goes there without a host. */
export function addressOf({ page, domain }: Target): string {
  if (page === 'settings') return '/settings/shopify';
  return domain === undefined ? '/revenue' : `/revenue?${new URLSearchParams({ merchant: domain }).toString()}`;
}

/** What the host tells the page. */
export type MessageFromHost =
  { readonly type: 'convot.token'; readonly token: string } | { readonly type: 'convot.shop'; readonly domain: string };

export const isEmbedded = window.parent !== window;

/** The origins that may embed this page, as the server that sent it knows them (`FRAME_ANCESTORS`). */
const hostOrigins: readonly string[] = (
  document.querySelector<HTMLMetaElement>('meta[name="convot-host-origins"]')?.content ?? ''
)
  .split(' ')
  .filter((origin) => origin !== '');

/** Only an allowed host receives it: the browser delivers a message to no other origin than the one it is sent to. */
export function tellHost(message: MessageToHost): void {
  for (const origin of likelyOrigins()) window.parent.postMessage(message, origin);
}

/** Messages of the window that embeds this one, from an allowed origin; all others are not looked at. @returns a function that stops it */
export function listenToHost(onMessage: (message: MessageFromHost) => void): () => void {
  const receive = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || !hostOrigins.includes(origin)) return;
    const message = readMessage(data);
    if (message !== undefined) onMessage(message);
  };
  window.addEventListener('message', receive);
  return () => window.removeEventListener('message', receive);
}

function readMessage(data: unknown): MessageFromHost | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined;
  if (data.type === 'convot.token' && 'token' in data && typeof data.token === 'string') {
    return { type: 'convot.token', token: data.token };
  }
  if (data.type === 'convot.shop' && 'domain' in data && typeof data.domain === 'string') {
    return { type: 'convot.shop', domain: data.domain };
  }
  return undefined;
}

/**
 * Where the browser tells who embeds us, that one alone: a message to another origin would be an error in the console.
 * It tells `null` when the host's `referrerpolicy` hides it (https://github.com/whatwg/html/pull/11560).
 */
function likelyOrigins(): readonly string[] {
  const ancestor = (location as { ancestorOrigins?: DOMStringList }).ancestorOrigins?.[0];
  return ancestor !== undefined && hostOrigins.includes(ancestor) ? [ancestor] : hostOrigins;
}

/** Tokens that the host hands over: asked for when one is needed, and taken whenever one comes. */
export function hostTokens(): TokenSource {
  return {
    listen(take) {
      listenToHost((message) => {
        if (message.type === 'convot.token') take(message.token);
      });
      tellHost({ type: 'convot.ready' });
    },
    ask: () => tellHost({ type: 'convot.token-needed' }),
  };
}
