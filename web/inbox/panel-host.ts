import { developmentTokens } from '../shared/session/development-tokens.js';
import type { MessageFromHost, MessageToHost } from '../shared/session/host.js';
import { createSession, type Session } from '../shared/session/session.js';

/** What a host of the panel does: hands over tokens, says which conversation is open, and opens the pages it is asked for. */
export interface PanelHost {
  readonly showShop: (domain: string) => void;
  /** Stops listening. */
  readonly close: () => void;
}

export function hostPanel(frame: HTMLIFrameElement, open: (message: MessageToHost) => void): PanelHost {
  const session = createSession(developmentTokens());
  let given: string | undefined;
  let shop: string | undefined;
  const send = (message: MessageFromHost) => frame.contentWindow?.postMessage(message, location.origin);
  const handOverToken = async () => {
    given = await nextToken(session, given);
    send({ type: 'convot.token', token: given });
  };
  const giveToken = () => void handOverToken().catch(() => undefined);
  const receive = ({ source, origin, data }: MessageEvent<MessageToHost>) => {
    if (source !== frame.contentWindow || origin !== location.origin) return;
    switch (data.type) {
      case 'convot.open':
        return open(data);
      case 'convot.ready':
        // It may have become ready only after another conversation was opened.
        if (shop !== undefined) send({ type: 'convot.shop', domain: shop });
        return giveToken();
      case 'convot.token-needed':
        return giveToken();
    }
  };
  window.addEventListener('message', receive);
  return {
    showShop: (domain) => {
      shop = domain;
      send({ type: 'convot.shop', domain });
    },
    close: () => window.removeEventListener('message', receive),
  };
}

/** The panel asks again when the token that it was given is of no use any more. */
function nextToken(session: Session, given: string | undefined): Promise<string> {
  return given === undefined ? session.token() : session.renew(given);
}
