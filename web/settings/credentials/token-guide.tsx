import { ExternalLink } from '../external-link.js';
import { messages } from '../messages.en.js';
import styles from './token-guide.module.css';

// The dashboard itself: where its settings live changes more often than this page. Source: partners.shopify.com.
const DASHBOARD = 'https://partners.shopify.com/';

/** How to come by a token, and what each permission is for. */
export function TokenGuide() {
  const { summary, steps, dashboard, permissionsTitle, permissions } = messages.guide;
  return (
    <details className={styles['guide']}>
      <summary>{summary}</summary>
      <div className={styles['content']}>
        <ol className={styles['steps']}>
          <li>
            {steps.open} <ExternalLink href={DASHBOARD}>{dashboard}</ExternalLink>
          </li>
          <li>{steps.create}</li>
          <li>{steps.copy}</li>
        </ol>
        <p className={styles['title']}>{permissionsTitle}</p>
        <dl className={styles['permissions']}>
          {Object.values(permissions).map(({ name, why }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="subdued">{why}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
