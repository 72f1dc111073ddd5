import type { ReactNode } from 'react';
import { addressOf, isEmbedded, type Target, tellHost } from '../session/host.js';
import { Button } from './button.js';
import styles from './open-page.module.css';

export interface OpenPageProps {
  readonly target: Target;
  readonly look?: 'quiet' | 'plain';
  /** Where it is a link it looks like one, and not like the button that it is in a host. */
  readonly isTextLink?: boolean;
  readonly children: ReactNode;
}

/** Leads to another page of ours: inside of a host by asking it, by itself as a link. */
export function OpenPage({ target, look = 'quiet', isTextLink = false, children }: OpenPageProps) {
  if (isEmbedded) {
    return (
      <Button look={look} onClick={() => tellHost({ type: 'convot.open', ...target })}>
        {children}
      </Button>
    );
  }
  if (isTextLink) return <a href={addressOf(target)}>{children}</a>;
  return (
    <a className={styles['link']} data-look={look} href={addressOf(target)}>
      {children}
    </a>
  );
}
