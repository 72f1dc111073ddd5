import { UNKNOWABLE } from '../../src/merchants/definitions/terms.js';
import { messages } from './messages.en.js';
import styles from './unknowable.module.css';

/** What no figure can be better than. */
export function Unknowable() {
  return (
    <details className={styles['unknowable']}>
      <summary>{messages.why.unknowable}</summary>
      <ul>
        {UNKNOWABLE.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}
