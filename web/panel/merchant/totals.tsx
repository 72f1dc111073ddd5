import { FIGURES } from '../../../src/merchants/definitions/figures.js';
import type { MerchantInFull } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatList } from '../../shared/format/numbers.js';
import { unbroken } from '../../shared/format/text.js';
import { messages } from '../messages.en.js';
import { moneyText } from './app-figures.js';
import styles from './app-section.module.css';
import { FigureRow } from './figure-row.js';
import { OtherDefinitions } from './other-definitions.js';

/** All apps together, as the api has summed them: one amount a currency. */
export function Totals({ merchant: { shopNumber, apps, mrr, lifetimeValue } }: { merchant: MerchantInFull }) {
  const { totals } = messages.why;
  return (
    <section className={styles['app']} aria-label={messages.allApps(apps.length)}>
      <h2 className={styles['heading']}>{messages.allApps(apps.length)}</h2>
      <FigureRow
        figure={{
          name: 'mrr',
          value: { text: mrr.length === 0 ? messages.none : monthlyText(mrr) },
          meaning: `${totals} ${FIGURES.MRR}`,
          reasons: [],
          hasCaveat: true,
        }}
      >
        <OtherDefinitions shopNumber={shopNumber} />
      </FigureRow>
      <FigureRow
        figure={{
          name: 'lifetimeValue',
          value: { text: moneyText(lifetimeValue) },
          meaning: FIGURES['Lifetime value'],
          reasons: [],
        }}
      />
    </section>
  );
}

function monthlyText(mrr: MerchantInFull['mrr']): string {
  return formatList(mrr.map((amount) => unbroken(messages.aMonth(formatMoney(amount)))));
}
