import { formatDay } from '../../shared/format/time.js';
import { Banner } from '../../shared/ui/banner.js';
import { Button } from '../../shared/ui/button.js';
import { messages } from '../messages.en.js';

/** Says that what is shown is a past day's, and leads back: nobody should take it for today's. */
export function AsOfNotice({ asOf, onToday }: { asOf: string; onToday: () => void }) {
  const { asOf: text, backToToday } = messages.notices;
  return (
    <Banner tone="caution" actions={<Button onClick={onToday}>{backToToday}</Button>}>
      {text(formatDay(asOf))}
    </Banner>
  );
}
