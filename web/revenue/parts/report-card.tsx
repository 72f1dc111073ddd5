import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Revenue } from '../../shared/api/types.js';
import { Card } from '../../shared/ui/card.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { useFirstSync } from '../data/queries.js';
import { messages } from '../messages.en.js';
import styles from './report-card.module.css';

export interface ReportCardProps<Report> {
  readonly heading: string;
  /** What it is, in a sentence or two: a table of numbers does not explain itself. */
  readonly about: string;
  readonly query: UseQueryResult<Report>;
  /** What stands for the table where it has no row. */
  readonly none: string;
  /** @returns null when there is no row */
  readonly children: (report: Report) => ReactNode;
}

/** A section of the page that asks for a table of its own: its failure takes nothing else away. */
export function ReportCard<Report extends { readonly history: Revenue['history'] }>(props: ReportCardProps<Report>) {
  const { heading, about, query, none, children } = props;
  const { data, error, isPending, isPlaceholderData, refetch } = query;
  const { loading, partial } = messages.reports;
  const firstSync = useFirstSync(data?.history ?? 'whole');
  return (
    <Card>
      <div>
        <h2>{heading}</h2>
        <p className="subdued">{about}</p>
        {firstSync !== 'whole' && <p className={styles['partial']}>{partial[firstSync]}</p>}
      </div>
      {error !== null && <ProblemBanner error={error} onRetry={() => refetch()} />}
      {isPending && <Skeleton lines={6} label={loading(heading)} />}
      {data !== undefined && (
        <div className={styles['report']} aria-busy={isPlaceholderData}>
          {children(data) ?? <p className="subdued">{none}</p>}
        </div>
      )}
    </Card>
  );
}
