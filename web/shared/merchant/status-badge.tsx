import type { MerchantStatus } from '../api/types.js';
import { Badge, type Tone } from '../ui/badge.js';
import { messages } from '../../revenue/messages.en.js';

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
