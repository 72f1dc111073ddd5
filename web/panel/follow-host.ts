import { isEmbedded, listenToHost } from '../shared/session/host.js';
import { changeAddress } from '../shared/ui/use-address.js';

/** Shows whom the host says: the merchant of the conversation that is open there. */
export function followHost(): void {
  if (!isEmbedded) return;
  listenToHost((message) => {
    if (message.type === 'convot.shop') changeAddress({ shop: message.domain });
  });
}
