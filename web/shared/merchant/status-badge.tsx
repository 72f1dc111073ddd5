import type { MerchantStatus } from '../api/types.js';
import { Badge, type Tone } from '../ui/badge.js';
import type { IconName } from '../ui/icon.js';
import { messages } from './messages.en.js';

const LOOKS: Readonly<Record<MerchantStatus, { readonly tone: Tone; readonly icon: IconName }>> = {
  trialing: { tone: 'info', icon: 'clock' },
  active: { tone: 'success', icon: 'check' },
  frozen: { tone: 'caution', icon: 'pause' },
  churned: { tone: 'critical', icon: 'cross' },
  installed: { tone: 'neutral', icon: 'plug' },
};

/** What a merchant is to an app. @param hasIcon where it stands by itself, and not in a list of many */
export function StatusBadge({ status, hasIcon = false }: { status: MerchantStatus; hasIcon?: boolean }) {
  const { tone, icon } = LOOKS[status];
  return (
    <Badge tone={tone} {...(hasIcon ? { icon } : {})}>
      {messages.statuses[status]}
    </Badge>
  );
}
