import type { MerchantCorrection } from '../../shared/api/types.js';
import { formatMoney } from '../../shared/format/money.js';
import { formatDate } from '../../shared/format/time.js';
import { RelativeTime } from '../../shared/ui/relative-time.js';
import { isolated } from '../../shared/format/outside.js';
import { messages } from '../messages.en.js';
import styles from './corrections.module.css';
import { Part } from './part.js';
import { useMerchantPart } from './use-merchant.js';

/** What was shown otherwise before, for the support agent who said so to a merchant. */
export function Corrections({ merchantKey }: { merchantKey: string }) {
  const { corrections, aboutCorrections, noCorrections, moreCorrections } = messages.drawer;
  return (
    <Part
      heading={corrections}
      about={aboutCorrections}
      none={noCorrections}
      more={moreCorrections}
      part={useMerchantPart(merchantKey, 'corrections')}
    >
      {(items, entriesRef) => (
        <ul className={styles['corrections']} ref={entriesRef}>
          {items.map((each) => (
            <CorrectionLine key={`${each.appId} ${each.figure} ${each.at ?? ''} ${each.learnedAt}`} correction={each} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function CorrectionLine({
  correction: { figure, from, to, at, learnedAt, cause },
}: {
  correction: MerchantCorrection;
}) {
  const { corrected, correctedFigures, learned, causes, holdsSince } = messages.drawer;
  return (
    <li>
      <p>{corrected(correctedFigures[figure], shown(figure, from), shown(figure, to))}</p>
      <p className="subdued">
        {at !== null && holdsSince(formatDate(at))} {learned(causes[cause])} <RelativeTime instant={learnedAt} />
      </p>
    </li>
  );
}

function shown(figure: MerchantCorrection['figure'], value: MerchantCorrection['from']): string {
  if (value === null) return messages.nothing;
  if (typeof value !== 'string') return formatMoney(value);
  return figure.endsWith('At') ? formatDate(value) : isolated(value);
}
