import { changeAddress, useAddress } from '../shared/page/use-address.js';
import { isEmbedded, listenToHost } from '../shared/session/host.js';

/** Whom the panel is about. */
export interface Shown {
  /** The key of the merchant to show, a `*.myshopify.com` domain or a shop's number; null for none. */
  readonly key: string | null;
  /** The merchant was looked up: it is not the conversation's. */
  readonly isFound: boolean;
  /** There is a conversation's merchant to go back to. */
  readonly hasConversation: boolean;
  /** What was looked for last; empty before that. */
  readonly term: string;
  readonly isLookingUp: boolean;
}

/** Read from the panel's address: `shop` is the conversation's, the rest is of a look-up, which a reload keeps. */
export function useShown(): Shown {
  const [address] = useAddress();
  const shop = address.get('shop')?.trim().toLowerCase() ?? '';
  const found = address.get('found') ?? '';
  return {
    key: found || shop || null,
    isFound: found !== '',
    hasConversation: shop !== '',
    term: address.get('search') ?? '',
    isLookingUp: address.has('look-up'),
  };
}

const WITHOUT_LOOK_UP = { found: null, search: null, 'look-up': null };

/** Another conversation was opened, or the same again: whatever was looked up meanwhile is over. */
const showConversation = (shop: string): void => changeAddress({ ...WITHOUT_LOOK_UP, shop });

/** Opens the search, with the results that it had. */
export const lookUp = (): void => changeAddress({ 'look-up': '1' });

/** Back to the merchant that was shown before. */
export const cancelLookUp = (): void => changeAddress({ 'look-up': null });

export const searchFor = (term: string): void => changeAddress({ search: term });

/** Shows one of the results. */
export const showFound = (shopNumber: string): void => changeAddress({ found: shopNumber, 'look-up': null });

export const backToConversation = (): void => changeAddress(WITHOUT_LOOK_UP);

/** Shows whom the host says: the merchant of the conversation that is open there, also when it is the same again. */
export function followHost(): void {
  if (!isEmbedded) return;
  listenToHost((message) => {
    if (message.type === 'convot.shop') showConversation(message.domain);
  });
}
