import { formatMoney } from '../../shared/format/money.js';
import { formatChange, formatCount, formatPercent } from '../../shared/format/numbers.js';
import { Icon } from '../../shared/ui/icon.js';
import { messages } from '../messages.en.js';
import { changeOf, type Compared, type Figure, isRate } from './change.js';
import styles from './change-line.module.css';

export interface ChangeLineProps {
  readonly compared: Compared;
  readonly isMoreGood: boolean;
  /** It is a loss: more of it is said to be lost, for its number is below zero. */
  readonly isLoss: boolean;
}

/** How a figure differs from the range before: by an arrow, a sign and in words. Colour only repeats whether that is good. */
export function ChangeLine({ compared, isMoreGood, isLoss }: ChangeLineProps) {
  const change = changeOf(compared, isMoreGood);
  const { noComparison, same, more, less, moreLost, lessLost } = messages.figures;
  if (change.kind === 'unknown' || compared.previous === null) return <span className="subdued">{noComparison}</span>;
  if (change.kind === 'same') return <span className="subdued">{same}</span>;
  const isMore = change.kind === 'more';
  const words = isLoss ? (isMore ? moreLost : lessLost) : isMore ? more : less;
  return (
    <>
      <span className={styles['change']} data-good={change.isGood}>
        <Icon name={isMore ? 'up' : 'down'} />
        {change.share !== null && formatChange(change.share)}
      </span>{' '}
      <span className="subdued">{words(shown(compared.previous))}</span>
    </>
  );
}

/** A figure as it is read. */
export function shown(figure: Figure): string {
  if (typeof figure === 'number') return formatCount(figure);
  return isRate(figure) ? formatPercent(figure.percent) : formatMoney(figure);
}
