import { DETAILS, STATUSES } from '../../../src/merchants/definitions/merchant-words.js';
import type { MerchantAppInFull, MerchantCorrection } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { correctionsOf } from '../../shared/merchant/correction-text.js';
import { CorrectedTag } from '../../shared/merchant/corrections.js';
import { StatusBadge } from '../../shared/merchant/status-badge.js';
import { Why } from '../../shared/merchant/why.js';
import { useNow } from '../../shared/page/use-now.js';
import { Unbroken } from '../../shared/ui/text.js';
import { messages } from '../messages.en.js';
import { DisclosureRow } from '../parts/disclosure-row.js';
import { detailText, figuresOf } from './app-figures.js';
import styles from './app-section.module.css';
import { FigureRow } from './figure-row.js';
import { OtherDefinitions } from './other-definitions.js';

export interface AppSectionProps {
  readonly app: MerchantAppInFull;
  /** Of all apps. */
  readonly corrections: readonly MerchantCorrection[];
  /** Whose it is, where it is the only app: what is told of all apps together is told of it. */
  readonly onlyAppOf: string | null;
}

/** What the merchant is to one app. */
export function AppSection({ app, corrections, onlyAppOf }: AppSectionProps) {
  const nowMs = useNow();
  const { appId, appName, status, detail, why, rows } = app;
  const ofStatus = correctionsOf(corrections, appId, 'status');
  const words = detailText(app);
  const name = appName === null ? messages.unnamedApp : isolated(appName);
  return (
    <section className={styles['app']} aria-label={name}>
      <DisclosureRow
        summary={
          <>
            <h2>{name}</h2>
            <CorrectedTag corrections={ofStatus} />
            <StatusBadge status={status} hasIcon />
          </>
        }
      >
        <Why
          meanings={[STATUSES[status], ...(detail === null ? [] : [DETAILS[detail]])]}
          reasons={why.status === undefined ? [] : [{ about: null, why: why.status }]}
          rows={rows}
          corrections={ofStatus}
        />
      </DisclosureRow>
      {words !== null && (
        <p className={styles['detail']}>
          <Unbroken text={words} />
        </p>
      )}
      {figuresOf({ app, corrections, nowMs, isOnlyApp: onlyAppOf !== null }).map((figure) => (
        <FigureRow key={figure.name} figure={figure} rows={rows}>
          {figure.name === 'mrr' && onlyAppOf !== null && <OtherDefinitions shopNumber={onlyAppOf} />}
        </FigureRow>
      ))}
    </section>
  );
}
