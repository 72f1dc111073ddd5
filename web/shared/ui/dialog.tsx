import { type ReactNode, useEffect, useRef } from 'react';
import styles from './dialog.module.css';

export interface DialogProps {
  /** Names it for screen readers; its heading is the content's. */
  readonly label: string;
  readonly look?: 'centre' | 'drawer' | 'wide';
  /** Escape, a press beside it, or the browser's own way of closing. */
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A native modal dialog, open as long as it is rendered. The browser keeps the focus inside and gives it back to what
 * had it. Mark what is focused first with `data-autofocus`.
 */
export function Dialog({ label, look = 'centre', onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const isPressedBeside = useRef(false);
  useEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={styles['dialog']}
      data-look={look}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        isPressedBeside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        // Text that is selected inside and let go of beside it closes nothing.
        if (isPressedBeside.current && event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles['content']}>{children}</div>
    </dialog>
  );
}
