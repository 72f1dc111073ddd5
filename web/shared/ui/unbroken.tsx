import { Fragment } from 'react';
import styles from './unbroken.module.css';

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
