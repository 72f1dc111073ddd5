import type { ReactNode } from 'react';
import { messages } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import styles from './form.module.css';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What it does, and while it is being done. */
  readonly button: string;
  readonly busyButton: string;
  readonly command: { readonly isPending: boolean; readonly error: unknown };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** What follows from it. */
  readonly children: ReactNode;
}

/** Asks before something is done that is not undone by a press. A refusal is shown in it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, button, busyButton, command, onConfirm, onClose, children } = props;
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      {children}
      {command.error !== null && <ProblemBanner error={command.error} isAlert />}
      <div className={styles['actions']}>
        <Button data-autofocus onClick={onClose}>
          {messages.cancel}
        </Button>
        <Button look="critical" isBusy={command.isPending} onClick={onConfirm}>
          {command.isPending ? busyButton : button}
        </Button>
      </div>
    </Dialog>
  );
}
