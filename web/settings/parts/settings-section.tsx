import { createContext, type ReactNode, use, useId } from 'react';
import { Card } from '../../shared/ui/card.js';
import styles from './settings-section.module.css';

export interface SettingsSectionProps {
  readonly title: string;
  readonly description: string;
  /** The rank of its heading: a section of the page, or of one connection. */
  readonly level: 2 | 3;
  readonly children: ReactNode;
}

/** What it is about on the left, the card to do it on the right; one below the other where there is no room. */
export function SettingsSection({ title, description, level, children }: SettingsSectionProps) {
  const id = useId();
  const connectionHeading = use(ConnectionHeading);
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section
      className={styles['section']}
      aria-labelledby={connectionHeading === null ? id : `${id} ${connectionHeading}`}
    >
      <div className={styles['about']}>
        <Heading id={id}>{title}</Heading>
        <p className="subdued">{description}</p>
      </div>
      <Card>{children}</Card>
    </section>
  );
}

/** The heading of the connection that a section belongs to, by its id: beside others, its landmarks are named after it. */
export const ConnectionHeading = createContext<string | null>(null);
