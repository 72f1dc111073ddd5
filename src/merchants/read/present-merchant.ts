import type { RiskReason } from '../../contract/merchant-words.js';
import { type Instant, showInstant } from '../../values/instant.js';
import type { MerchantAppView, MerchantView } from './merchant-views.js';

/** A merchant as the contract shows it, to who asks and to whom it is sent; beyond the times it is what the store reads. */
export function presentMerchant(merchant: MerchantView) {
  return {
    ...merchant,
    firstSeenAt: showInstant(merchant.firstSeenAt),
    lastEventAt: showInstant(merchant.lastEventAt),
    segments: [...merchant.segments],
    apps: merchant.apps.map(presentMerchantApp),
  };
}

export function presentMerchantApp(app: MerchantAppView) {
  return {
    ...app,
    charges: app.charges.map((charge) => ({ ...charge, since: show(charge.since) })),
    trialEndsAt: show(app.trialEndsAt),
    cancelsAt: show(app.cancelsAt),
    installedAt: show(app.installedAt),
    firstSubscribedAt: show(app.firstSubscribedAt),
    uninstalledAt: show(app.uninstalledAt),
    why: Object.fromEntries(
      Object.entries(app.why).map(([figure, { rule, confidence, evidence }]) => [
        figure,
        { rule, confidence, evidence: [...evidence] },
      ]),
    ),
    risk: app.risk && { level: app.risk.level, reasons: app.risk.reasons.map(presentReason) },
  };
}

function presentReason({ since, until, evidence, ...reason }: RiskReason) {
  return { ...reason, since: showInstant(since), until: show(until), evidence: [...evidence] };
}

function show(instant: Instant | null): string | null {
  return instant === null ? null : showInstant(instant);
}
