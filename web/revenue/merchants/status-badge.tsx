import type { MerchantStatus } from '../../shared/api/types.js';
import { Badge, type Tone } from '../../shared/ui/badge.js';
import { messages } from '../messages.en.js';

const TONES: Readonly<Record<MerchantStatus, Tone>> = {
  active: 'success',
  trialing: 'info',
  frozen: 'caution',
  churned: 'critical',
  installed: 'neutral',
};

export function StatusBadge({ status }: { status: MerchantStatus }) {
  return <Badge tone={TONES[status]}>{messages.merchants.statuses[status]}</Badge>;
}
