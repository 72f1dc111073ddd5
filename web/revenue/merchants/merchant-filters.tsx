import { type Ref, useCallback } from 'react';
import type { Segment } from '../../shared/api/types.js';
import { isolated } from '../../shared/format/text.js';
import { messages as ofMerchants } from '../../shared/merchant/messages.en.js';
import { messages } from '../messages.en.js';
import { SelectField } from '../parts/select-field.js';
import type { ChangeView } from '../view/use-view.js';
import { STATUSES, type View } from '../view/view.js';
import styles from './merchant-filters.module.css';
import { SearchField } from './search-field.js';

export interface MerchantFiltersProps {
  readonly view: View;
  readonly onChange: ChangeView;
  /** Those that somebody is on. */
  readonly plans: readonly string[];
  readonly segments: readonly Segment[];
  readonly searchRef: Ref<HTMLInputElement>;
}

/** Which merchants the list holds; the app is chosen for the whole page. */
export function MerchantFilters({ view, onChange, plans, segments, searchRef }: MerchantFiltersProps) {
  const { anyStatus, anyPlan, anySegment, status, plan, segment, heading } = messages.merchants;
  const search = useCallback((text: string) => onChange({ search: text }), [onChange]);
  const named = view.plan === null || plans.includes(view.plan) ? plans : [...plans, view.plan];
  return (
    <form role="search" aria-label={heading} className={styles['filters']} onSubmit={(event) => event.preventDefault()}>
      <SearchField search={view.search} onChange={search} inputRef={searchRef} />
      <SelectField
        label={status}
        value={view.status ?? ''}
        choices={[
          { value: '', name: anyStatus },
          ...STATUSES.map((value) => ({ value, name: ofMerchants.statuses[value] })),
        ]}
        onChange={(value) =>
          onChange({ status: STATUSES.find((each) => each === value) ?? null, segment: null }, 'push')
        }
      />
      <SelectField
        label={plan}
        value={view.plan ?? ''}
        choices={[{ value: '', name: anyPlan }, ...named.map((value) => ({ value, name: isolated(value) }))]}
        onChange={(value) => onChange({ plan: value === '' ? null : value, segment: null }, 'push')}
      />
      {segments.length > 0 && (
        <SelectField
          label={segment}
          value={view.segment ?? ''}
          choices={[
            { value: '', name: anySegment },
            ...segments.map(({ id, name }) => ({ value: id, name: isolated(name) })),
          ]}
          onChange={(value) =>
            onChange(value === '' ? { segment: null } : { segment: value, status: null, plan: null, app: null }, 'push')
          }
        />
      )}
    </form>
  );
}
