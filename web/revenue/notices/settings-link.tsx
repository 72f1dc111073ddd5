import { isEmbedded, tellHost } from '../../shared/session/host.js';
import { Button } from '../../shared/ui/button.js';
import { messages } from '../messages.en.js';

/** The way to the settings: the host's to go when there is one, else a link. */
export function SettingsLink() {
  const { openSettings } = messages.notices;
  if (isEmbedded) {
    return <Button onClick={() => tellHost({ type: 'convot.open', page: 'settings' })}>{openSettings}</Button>;
  }
  return <a href="/settings/shopify">{openSettings}</a>;
}
