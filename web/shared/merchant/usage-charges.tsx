import { useInfiniteQuery } from '@tanstack/react-query';
import { merchantPath } from '../api/addresses.js';
import { byCursor } from '../api/pages.js';
import type { MerchantEvent, Page, UsageMonth } from '../api/types.js';
import { formatMoney, formatMoneyChange } from '../format/money.js';
import { formatList } from '../format/numbers.js';
import { isolated } from '../format/text.js';
import { usePageSession } from '../page/session-context.js';
import { useFocusOnMore } from '../page/use-focus-on-more.js';
import { Button } from '../ui/button.js';
import { ProblemBanner } from '../ui/problem-banner.js';
import { Skeleton } from '../ui/skeleton.js';
import { RelativeTime, Unbroken } from '../ui/text.js';
import { messages } from './messages.en.js';
import styles from './usage-charges.module.css';

/** What was charged for usage in a month, of each currency by itself. */
export function usageMoney({ amounts }: UsageMonth): string {
  return formatList(amounts.map(formatMoneyChange));
}

/** The single charges behind a line of usage. */
export function UsageCharges({ shopNumber, usage }: { shopNumber: string; usage: UsageMonth }) {
  const { api } = usePageSession();
  const { appId, month, test } = usage;
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    // With the count, so that a month that has grown is asked for anew.
    queryKey: ['usage', shopNumber, appId, month, usage.count],
    queryFn: ({ pageParam, signal }) => {
      const query = { type: 'usage_charge', appId, month, limit: '50', cursor: pageParam };
      return api.get<Page<MerchantEvent>>(merchantPath(shopNumber, 'events', query), signal);
    },
    ...byCursor,
  });
  const charges = data?.pages.flatMap(({ items }) => items).filter((one) => one.test === test && !one.suppressed);
  const { entriesRef, onMore } = useFocusOnMore(`${shopNumber} ${appId} ${month}`, charges?.length ?? 0);
  if (error !== null) return <ProblemBanner error={error} onRetry={refetch} />;
  if (charges === undefined) return <Skeleton lines={3} label={messages.usage.loading} />;
  return (
    <>
      <ul className={styles['charges']} ref={entriesRef}>
        {charges.map(({ id, plan, amount, occurredAt }) => (
          <li key={id}>
            <span>{plan === null ? messages.usage.charge : isolated(plan)}</span>
            {amount !== null && <Unbroken text={formatMoney(amount).replaceAll(' ', '\u00a0')} />}
            <RelativeTime instant={occurredAt} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button
          look="quiet"
          isBusy={isFetchingNextPage}
          onClick={() => {
            onMore();
            void fetchNextPage();
          }}
        >
          {messages.usage.more}
        </Button>
      )}
    </>
  );
}
