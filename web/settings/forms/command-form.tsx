import type { ReactNode } from 'react';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import styles from './form.module.css';
import { fieldOf } from './refusals.js';

export interface CredentialsFormProps {
  /** What it was refused with. One that a field is about stands beside that field. */
  readonly problem: Error | null;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A form whose fields say themselves what is wrong with them, and that Shopify checks. */
export function CredentialsForm({ problem, onSubmit, children }: CredentialsFormProps) {
  return (
    <form
      className={styles['form']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {problem !== null && fieldOf(problem) === null && <ProblemBanner error={problem} isAlert />}
      {children}
    </form>
  );
}
