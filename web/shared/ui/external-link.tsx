import { messages } from '../messages.en.js';
import styles from './external-link.module.css';
import { Icon } from './icon.js';

export interface ExternalLinkProps {
  readonly href: string;
  /** Beside a text that is smaller than the page's. */
  readonly isSmall?: boolean;
  readonly children: string;
}

/** To another site, in a new tab, and says so. */
export function ExternalLink({ href, isSmall = false, children }: ExternalLinkProps) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={styles['link']} data-small={isSmall}>
      {children}
      <Icon name="external" />
      <span className="visually-hidden">({messages.opensInNewTab})</span>
    </a>
  );
}
