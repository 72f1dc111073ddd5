import { messages } from '../messages.en.js';
import { Icon } from './icon.js';
import styles from './external-link.module.css';

/** To another site, in a new tab, and says so. */
export function ExternalLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={styles['link']}>
      {children}
      <Icon name="external" />
      <span className="visually-hidden">({messages.opensInNewTab})</span>
    </a>
  );
}
