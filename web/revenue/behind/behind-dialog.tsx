import type { CurrencyRevenue, Revenue } from '../../shared/api/types.js';
import { formatDay } from '../../shared/format/time.js';
import { messages as common } from '../../shared/messages.en.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { Icon } from '../../shared/ui/icon.js';
import { ProblemBanner } from '../../shared/ui/problem-banner.js';
import { Skeleton } from '../../shared/ui/skeleton.js';
import { messages as page } from '../messages.en.js';
import type { ChangeView } from '../view/use-view.js';
import styles from './behind-dialog.module.css';
import { type ListBehind, listBehind, type ListName } from './list-behind.js';
import { messages } from './messages.en.js';
import { MovementList } from './movement-list.js';
import { StandingList } from './standing-list.js';

export interface BehindDialogProps {
  readonly name: ListName;
  readonly on: string | null;
  readonly app: string | null;
  readonly onChange: ChangeView;
  /** What is shown below: its days and its currency are those of the list. Undefined as long as it is not there. */
  readonly revenue: Revenue | undefined;
  readonly shown: CurrencyRevenue | undefined;
  readonly error: unknown;
  readonly onRetry: () => unknown;
}

/** The merchants behind a figure, a bar or a movement. */
export function BehindDialog(props: BehindDialogProps) {
  const { name, on, app, onChange, revenue, shown, error, onRetry } = props;
  const title = messages.titles[name];
  const about = messages.abouts[name];
  const list = revenue === undefined || shown === undefined ? undefined : listBehind(name, on, revenue, shown);
  const isLoading = revenue === undefined && error === null;
  const { close } = common;
  const onClose = () => onChange({ behind: null, on: null }, 'undo');
  return (
    <Dialog label={messages.label(title)} look="wide" onClose={onClose}>
      <header className={styles['head']}>
        <div>
          <h2>{title}</h2>
          {list !== undefined && shown !== undefined && <p className="subdued">{daysOf(list, shown.currencyCode)}</p>}
          {about !== undefined && <p>{about}</p>}
        </div>
        <Button look="quiet" aria-label={close} title={close} data-autofocus onClick={onClose}>
          <Icon name="cross" />
        </Button>
      </header>
      {isLoading && <Skeleton lines={10} label={messages.loading} />}
      {revenue === undefined && error !== null && <ProblemBanner error={error} onRetry={onRetry} />}
      {revenue !== undefined && shown === undefined && <p>{messages.noRevenue}</p>}
      {list !== undefined && shown !== undefined && (
        <ListOfKind
          list={list}
          scope={{ app, currency: shown.currencyCode }}
          label={messages.label(title)}
          onChange={onChange}
        />
      )}
    </Dialog>
  );
}

interface ListOfKindProps {
  readonly list: ListBehind;
  readonly scope: { readonly app: string | null; readonly currency: string };
  readonly label: string;
  readonly onChange: ChangeView;
}

function ListOfKind({ list, ...rest }: ListOfKindProps) {
  return list.kind === 'standing' ? <StandingList list={list} {...rest} /> : <MovementList list={list} {...rest} />;
}

function daysOf(list: ListBehind, currency: string): string {
  if (list.kind === 'standing') return messages.atEndOf(formatDay(list.asOf), currency);
  return messages.during(page.figures.period(formatDay(list.from), formatDay(list.to)), currency);
}
