import { isEmbedded, listenToHost } from '../shared/session/host.js';
import { showConversation } from './use-shop.js';

/** Shows whom the host says: the merchant of the conversation that is open there, also when it is the same again. */
export function followHost(): void {
  if (!isEmbedded) return;
  listenToHost((message) => {
    if (message.type === 'convot.shop') showConversation(message.domain);
  });
}
