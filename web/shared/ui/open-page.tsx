import type { ReactNode } from 'react';
import { isEmbedded, tellHost, type MessageToHost } from '../session/host.js';
import { Button } from './button.js';
import styles from './open-page.module.css';

type Target = Omit<Extract<MessageToHost, { type: 'convot.open' }>, 'type'>;

export interface OpenPageProps {
  readonly target: Target;
  readonly look?: 'quiet' | 'plain';
  readonly children: ReactNode;
}

/** Leads to another page of ours: inside of a host by asking it, by itself as a link. */
export function OpenPage({ target, look = 'quiet', children }: OpenPageProps) {
  if (isEmbedded) {
    return (
      <Button look={look} onClick={() => tellHost({ type: 'convot.open', ...target })}>
        {children}
      </Button>
    );
  }
  return (
    <a className={styles['link']} data-look={look} href={addressOf(target)}>
      {children}
    </a>
  );
}

function addressOf({ page, domain }: Target): string {
  if (page === 'settings') return '/settings/shopify';
  return domain === undefined ? '/revenue' : `/revenue?${new URLSearchParams({ merchant: domain }).toString()}`;
}
