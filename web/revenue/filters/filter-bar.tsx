import type { NamedApp } from '../data/queries.js';
import { messages as page } from '../messages.en.js';
import { SelectField } from '../parts/select-field.js';
import { isCustom, lastDay } from '../period/asked.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import { AsOfForm } from './as-of-form.js';
import { DaysForm } from './days-form.js';
import styles from './filter-bar.module.css';
import { messages } from './messages.en.js';
import { RangePicker } from './range-picker.js';

export interface FilterBarProps {
  readonly view: View;
  readonly onChange: ChangeView;
  readonly today: string;
  /** The days whose figures are shown: a range of the reader's own begins with them. */
  readonly shownDays: { readonly from: string; readonly to: string } | undefined;
  readonly apps: readonly NamedApp[];
  readonly currencies: readonly string[];
  /** The one whose figures are shown. */
  readonly currency: string | undefined;
}

/** What the whole page is about: days, app, currency, and as of when. Each stands in the address, and Back undoes it. */
export function FilterBar(props: FilterBarProps) {
  const { view, onChange, today, shownDays, apps, currencies, currency } = props;
  const { asOf } = view;
  const isOwn = isCustom(view);
  const yesterday = lastDay(today);
  const own = shownDays ?? { from: yesterday, to: yesterday };
  return (
    <section className={styles['bar']} aria-label={messages.heading}>
      <RangePicker
        range={isOwn ? null : view.range}
        onChange={(range) => onChange(range === null ? own : { range, from: null, to: null }, 'push')}
      />
      {isOwn && (
        <DaysForm
          days={view}
          today={today}
          // A page that is shown as of a past day is so as of the range's last one.
          onChange={(days) => onChange({ ...days, ...(asOf === null ? {} : { asOf: days.to }) }, 'push')}
        />
      )}
      <SelectField
        label={messages.app}
        value={view.app ?? ''}
        choices={appChoices(apps, view.app)}
        // A plan is one app's: with another app it would find nobody.
        onChange={(app) => onChange({ app: app === '' ? null : app, plan: null }, 'push')}
      />
      {currency !== undefined && currencies.length > 1 && (
        <SelectField
          label={messages.currency}
          value={currency}
          choices={currencies.map((code) => ({ value: code, name: code }))}
          onChange={(chosen) => onChange({ currency: chosen }, 'push')}
        />
      )}
      <AsOfForm asOf={asOf} today={today} onChange={(day) => onChange({ asOf: day, from: null, to: null }, 'push')} />
    </section>
  );
}

/** An app that the address names is shown as chosen, also before its name is known. */
function appChoices(apps: readonly NamedApp[], chosen: string | null) {
  const isKnown = chosen === null || apps.some(({ number }) => number === chosen);
  const named = isKnown ? apps : [...apps, { number: chosen, name: page.appWithoutName(chosen) }];
  return [{ value: '', name: page.allApps }, ...named.map(({ number, name }) => ({ value: number, name }))];
}
