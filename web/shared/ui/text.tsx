import { Fragment } from 'react';
import { harmless } from '../../../src/values/harmless-text.js';
import { formatExact, formatRelative } from '../format/time.js';
import { useNow } from '../page/use-now.js';
import styles from './text.module.css';

/** A name that was given outside: in a direction of its own, and without power over what stands around it. */
export function Outside({ text }: { text: string }) {
  return <bdi>{harmless(text)}</bdi>;
}

// A name of somebody's may hold such blanks, too: what is as long as this has to be broken.
const LONGEST = 40;

/** A text of ours in which no line begins inside an amount or a date: what `unbroken` or `Intl` has put together. */
export function Unbroken({ text }: { text: string }) {
  return text.split(/([ \n]+)/).map((part, index) => {
    const isTogether = /[\u00a0\u202f]|^[-+]./u.test(part) && part.length <= LONGEST;
    // Never reordered, so their places name them.
    const key = index;
    return isTogether ? (
      <span key={key} className={styles['unbroken']}>
        {part.replaceAll(/[\u00a0\u202f]/g, ' ')}
      </span>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    );
  });
}

/** `3 minutes ago`, with the exact time and zone in the tooltip and for screen readers. */
export function RelativeTime({ instant }: { instant: string }) {
  const nowMs = useNow();
  const exact = formatExact(instant);
  return (
    <time dateTime={instant} title={exact}>
      {formatRelative(instant, nowMs)}
      <span className="visually-hidden"> ({exact})</span>
    </time>
  );
}
