import type { MouseEvent, ReactNode } from 'react';
import type { ChangeView } from './use-view.js';
import { addressOf, type View } from './view.js';

export interface ViewLinkProps {
  /** What is shown once it is followed. */
  readonly to: Partial<View>;
  readonly onChange: ChangeView;
  /** Where its text alone does not say what it leads to; begins with that text. */
  readonly label?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A link to another view of this page: followed in place, and like any other where a key is held down. */
export function ViewLink({ to, onChange, label, className, children }: ViewLinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    // Safari focuses no link that is pressed; what is opened gives the focus back to it.
    event.currentTarget.focus();
    onChange(to, 'push');
  };
  return (
    <a href={hrefOf(to)} aria-label={label} className={className} onClick={follow}>
      {children}
    </a>
  );
}

/** The address of the page as it is, but for what changes. */
export function hrefOf(changes: Partial<View>): string {
  const address = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(addressOf(changes))) {
    if (value === null || value === '') address.delete(name);
    else address.set(name, value);
  }
  return `?${address}`;
}
