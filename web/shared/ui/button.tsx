import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { useId } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly look?: 'primary' | 'plain' | 'critical' | 'quiet';
  /** Why it cannot be pressed. It stays in the order of focus and says why; a hidden or dead button explains nothing. */
  readonly disabledBecause?: string | undefined;
  /** Shows that beside it, too, and not to screen readers and pointers alone. */
  readonly showsReason?: boolean;
  /** Its work is under way: it keeps the focus and takes no second press. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

export function Button(props: ButtonProps) {
  const { look = 'plain', disabledBecause, showsReason = false, isBusy = false, children, onClick, ...rest } = props;
  const reasonId = useId();
  const isOff = isBusy || disabledBecause !== undefined;
  return (
    <>
      <button
        type="button"
        {...rest}
        className={styles['button']}
        data-look={look}
        aria-disabled={isOff || undefined}
        aria-describedby={disabledBecause === undefined ? rest['aria-describedby'] : reasonId}
        title={disabledBecause ?? rest.title}
        onClick={(event) => {
          if (isOff) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {children}
      </button>
      {disabledBecause !== undefined && (
        <span id={reasonId} className={showsReason ? styles['reason'] : 'visually-hidden'}>
          {disabledBecause}
        </span>
      )}
    </>
  );
}
