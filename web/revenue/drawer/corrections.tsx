import { correctionText } from '../../shared/merchant/correction-text.js';
import { Unbroken } from '../../shared/ui/text.js';
import { useMerchantPart } from '../data/queries.js';
import styles from './merchant-drawer.module.css';
import { messages } from './messages.en.js';
import { PagedSection } from './paged-section.js';

/** What was shown otherwise before, for the support agent who said so to a merchant. */
export function Corrections({ merchantKey }: { merchantKey: string }) {
  const { corrections, aboutCorrections, noCorrections, moreCorrections } = messages;
  return (
    <PagedSection
      heading={corrections}
      about={aboutCorrections}
      none={noCorrections}
      more={moreCorrections}
      part={useMerchantPart(merchantKey, 'corrections')}
    >
      {(items, entriesRef) => (
        <ul className={styles['corrections']} ref={entriesRef}>
          {items.map((each) => (
            <li key={`${each.appId} ${each.figure} ${each.at ?? ''} ${each.learnedAt}`}>
              <Unbroken text={correctionText(each)} />
            </li>
          ))}
        </ul>
      )}
    </PagedSection>
  );
}
