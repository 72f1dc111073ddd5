import type { MerchantCorrection, MerchantInFull } from '../api/types.js';
import { useNow } from '../page/use-now.js';
import { Unbroken } from '../ui/text.js';
import { correctionText, isNewlyCorrected } from './correction-text.js';
import { tenureText } from './tenure-text.js';

export interface TenureLineProps {
  readonly merchant: MerchantInFull;
  readonly corrections: readonly MerchantCorrection[];
  /** Until when is counted, for a merchant as it stood then; without it until now. */
  readonly untilMs?: number | undefined;
  readonly className?: string | undefined;
}

/** The line under a merchant's name: since when it is a customer. A date in it that was corrected lately is mentioned. */
export function TenureLine({ merchant, corrections, untilMs, className }: TenureLineProps) {
  const nowMs = useNow();
  const dates = corrections.filter((one) => one.at === null && isNewlyCorrected([one], nowMs));
  return (
    <div className={className}>
      <p>
        <Unbroken text={tenureText(merchant, untilMs ?? nowMs)} />
      </p>
      {dates.slice(0, 1).map((one) => (
        <p key={one.learnedAt} className="subdued">
          <Unbroken text={correctionText(one)} />
        </p>
      ))}
    </div>
  );
}
