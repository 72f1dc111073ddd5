import { ExternalLink } from '../../shared/ui/external-link.js';
import { apiClientsAddress, PARTNER_DASHBOARD_ADDRESS } from '../forms/dashboards.js';
import { messages } from '../messages.en.js';
import styles from './token-guide.module.css';

/** How to come by a token, and what each permission is for. @param partnerOrganizationId where it is known */
export function TokenGuide({ partnerOrganizationId }: { partnerOrganizationId?: string | undefined }) {
  const { summary, steps, dashboard, clients, permissionsTitle, permissions } = messages.guide;
  return (
    <details className={styles['guide']}>
      <summary>{summary}</summary>
      <div className={styles['content']}>
        <ol className={styles['steps']}>
          <li>
            {steps.open}{' '}
            {partnerOrganizationId === undefined ? (
              <ExternalLink href={PARTNER_DASHBOARD_ADDRESS}>{dashboard}</ExternalLink>
            ) : (
              <ExternalLink href={apiClientsAddress(partnerOrganizationId)}>{clients}</ExternalLink>
            )}
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
