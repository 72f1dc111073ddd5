import type { MerchantCorrection } from '../api/types.js';
import { Badge } from '../ui/badge.js';
import { useNow } from '../ui/use-now.js';
import { isNewlyCorrected } from './correction-text.js';
import { messages } from './messages.en.js';

/** Beside a figure that was corrected lately: what was told of it before may have been otherwise. */
export function CorrectedTag({ corrections }: { corrections: readonly MerchantCorrection[] }) {
  const nowMs = useNow();
  return isNewlyCorrected(corrections, nowMs) && <Badge tone="caution">{messages.corrections.tag}</Badge>;
}
