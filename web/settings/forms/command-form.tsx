import type { ReactNode } from 'react';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import styles from './form.module.css';
import { fieldOf, type FormFields } from './refusals.js';

export interface CommandFormProps {
  readonly title?: string;
  /** What it was refused with. One that a field is about stands beside that field. */
  readonly problem: Error | null;
  readonly fields: FormFields;
  readonly onSubmit: () => Promise<void>;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A form that Shopify checks, and whose fields say themselves what is wrong with them. */
export function CommandForm(props: CommandFormProps) {
  const { title, problem, fields, onSubmit, className = styles['form'], children } = props;
  return (
    <form
      className={className}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      {title !== undefined && <h4>{title}</h4>}
      {problem !== null && fieldOf(problem, fields) === undefined && <ProblemBanner error={problem} isAlert />}
      {children}
    </form>
  );
}
