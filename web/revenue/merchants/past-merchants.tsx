import { formatDay } from '../../shared/format/time.js';
import { Card } from '../../shared/ui/card.js';
import { messages } from '../behind/messages.en.js';
import { StandingList } from '../behind/standing-list.js';
import type { ChangeView } from '../view/use-view.js';

export interface PastMerchantsProps {
  readonly asOf: string;
  readonly app: string | null;
  readonly currency: string;
  readonly onChange: ChangeView;
}

/** The merchants as they stood at the end of a past day, in place of those of today. */
export function PastMerchants({ asOf, app, currency, onChange }: PastMerchantsProps) {
  const heading = messages.activeAtEndOf(formatDay(asOf));
  return (
    <Card>
      <h2>{heading}</h2>
      <StandingList
        list={{ kind: 'standing', standing: 'active', asOf }}
        scope={{ app, currency }}
        label={heading}
        onChange={onChange}
      />
    </Card>
  );
}
