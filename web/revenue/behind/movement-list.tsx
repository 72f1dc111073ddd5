import type { Money, MovementList as Movements } from '../../shared/api/types.js';
import { formatMoney, formatMoneyChange, lossOf } from '../../shared/format/money.js';
import { formatDay, formatExact } from '../../shared/format/time.js';
import { useFocusOnMore } from '../../shared/page/use-focus-on-more.js';
import { type ListOf, type ListScope, useList } from '../data/queries.js';
import { type Column, DataTable, NumberCell } from '../parts/data-table.js';
import type { ChangeView } from '../view/use-view.js';
import { AppAndPlan, MerchantCell, MovementReason } from './cells.js';
import { ListFrame } from './list-frame.js';
import { messages } from './messages.en.js';

export interface MovementListProps {
  readonly list: ListOf<'movements'>;
  readonly scope: ListScope;
  readonly label: string;
  readonly onChange: ChangeView;
}

/** Whom MRR changed by, newest first. */
export function MovementList({ list, scope, label, onChange }: MovementListProps) {
  const query = useList(list, scope);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.totals.find(({ currencyCode }) => currencyCode === scope.currency);
  const { entriesRef, onMore } = useFocusOnMore(label, items.length);
  const isChurn = list.movement === 'churn';
  const { changes, losses, changesCaption, lossesCaption } = messages;
  const totalText = ({ count, mrrChange }: { count: number; mrrChange: Money }) =>
    isChurn ? losses(count, formatMoney(lossOf(mrrChange))) : changes(count, formatMoneyChange(mrrChange));
  return (
    <ListFrame
      list={query}
      isEmpty={items.length === 0}
      total={total === undefined ? '' : totalText(total)}
      onMore={onMore}
    >
      <DataTable
        caption={isChurn ? lossesCaption : changesCaption}
        label={label}
        columns={columnsOf(isChurn)}
        rowsRef={entriesRef}
      >
        {items.map((item) => (
          <MovementRow key={item.id} item={item} isChurn={isChurn} onChange={onChange} />
        ))}
      </DataTable>
    </ListFrame>
  );
}

function columnsOf(isChurn: boolean): Column[] {
  const { merchant, app, when, leftOn, mrrChange, mrrLost, why, reason } = messages;
  return [
    { name: merchant },
    { name: app },
    { name: isChurn ? leftOn : when },
    { name: isChurn ? mrrLost : mrrChange, isNumber: true },
    { name: isChurn ? reason : why },
  ];
}

interface MovementRowProps {
  readonly item: Movements['items'][number];
  readonly isChurn: boolean;
  readonly onChange: ChangeView;
}

function MovementRow({ item, isChurn, onChange }: MovementRowProps) {
  const { merchant, occurredAt, mrrChange } = item;
  return (
    <tr>
      <MerchantCell merchant={merchant} onChange={onChange} />
      <td>
        <AppAndPlan {...item} />
      </td>
      <td>
        {/* The UTC day, as the ranges and bars of this page are. */}
        <time dateTime={occurredAt} title={formatExact(occurredAt)}>
          {formatDay(occurredAt)}
        </time>
      </td>
      <NumberCell>{isChurn ? formatMoney(lossOf(mrrChange)) : formatMoneyChange(mrrChange)}</NumberCell>
      <td>
        <MovementReason item={item} isChurn={isChurn} />
      </td>
    </tr>
  );
}
