import { messages } from '../messages.en.js';
import type { NamedApp } from '../use-apps.js';
import type { ChangeView } from '../view/use-view.js';
import type { View } from '../view/view.js';
import styles from './filter-bar.module.css';
import { RangePicker } from './range-picker.js';
import { SelectField } from './select-field.js';

export interface FilterBarProps {
  readonly view: View;
  readonly onChange: ChangeView;
  readonly apps: readonly NamedApp[];
  readonly currencies: readonly string[];
  /** The one whose figures are shown. */
  readonly currency: string | undefined;
}

/** What the whole page is about: days, app and currency. Each stands in the address, and Back undoes it. */
export function FilterBar({ view, onChange, apps, currencies, currency }: FilterBarProps) {
  return (
    <section className={styles['bar']} aria-label={messages.filters.heading}>
      <RangePicker range={view.range} onChange={(range) => onChange({ range }, 'push')} />
      <SelectField
        label={messages.filters.app}
        value={view.app ?? ''}
        choices={appChoices(apps, view.app)}
        // A plan is one app's: with another app it would find nobody.
        onChange={(app) => onChange({ app: app === '' ? null : app, plan: null }, 'push')}
      />
      {currency !== undefined && currencies.length > 1 && (
        <SelectField
          label={messages.filters.currency}
          value={currency}
          choices={currencies.map((code) => ({ value: code, name: code }))}
          onChange={(chosen) => onChange({ currency: chosen }, 'push')}
        />
      )}
    </section>
  );
}

/** An app that the address names is shown as chosen, also before its name is known. */
function appChoices(apps: readonly NamedApp[], chosen: string | null) {
  const isKnown = chosen === null || apps.some(({ number }) => number === chosen);
  const named = isKnown ? apps : [...apps, { number: chosen, name: messages.appWithoutName(chosen) }];
  return [{ value: '', name: messages.allApps }, ...named.map(({ number, name }) => ({ value: number, name }))];
}
