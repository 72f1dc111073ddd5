import { DETAILS, STATUSES } from '../../src/merchants/definitions/standings.js';
import type { MerchantApp, MerchantStatus } from '../shared/api/types.js';
import { Badge, type Tone } from '../shared/ui/badge.js';
import type { IconName } from '../shared/ui/icon.js';
import { useNow } from '../shared/ui/use-now.js';
import { isolated } from '../shared/format/outside.js';
import { detailText, figuresOf } from './app-figures.js';
import styles from './app-section.module.css';
import { Explanation } from './explanation.js';
import { FigureRow } from './figure-row.js';
import { Fold } from './fold.js';
import { messages } from './messages.en.js';

const LOOKS: Readonly<Record<MerchantStatus, { tone: Tone; icon: IconName }>> = {
  trialing: { tone: 'info', icon: 'clock' },
  active: { tone: 'success', icon: 'check' },
  frozen: { tone: 'caution', icon: 'pause' },
  churned: { tone: 'critical', icon: 'cross' },
  installed: { tone: 'neutral', icon: 'plug' },
};

/** What the merchant is to one app. */
export function AppSection({ app }: { app: MerchantApp }) {
  const nowMs = useNow();
  const { appName, status, detail, why } = app;
  const words = detailText(app);
  const name = appName === null ? messages.unnamedApp : isolated(appName);
  return (
    <section className={styles['app']} aria-label={name}>
      <Fold
        summary={
          <>
            <h2>{name}</h2>
            <Badge {...LOOKS[status]}>{messages.statuses[status]}</Badge>
          </>
        }
      >
        <Explanation
          meanings={[STATUSES[status], ...(detail === null ? [] : [DETAILS[detail]])]}
          reasons={why.status === undefined ? [] : [{ about: null, why: why.status }]}
        />
      </Fold>
      {words !== null && <p className={styles['detail']}>{words}</p>}
      {figuresOf(app, nowMs).map((figure) => (
        <FigureRow key={figure.name} figure={figure} />
      ))}
    </section>
  );
}
