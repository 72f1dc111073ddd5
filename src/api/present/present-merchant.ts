import type { z } from 'zod';
import type { MerchantCorrectionView } from '../../merchants/corrections/list-corrections.js';
import type {
  EvidenceRow,
  HistoryLineView,
  MerchantChargeView,
  MerchantEventView,
  MerchantInFull as MerchantInFullView,
} from '../../merchants/read/merchant-views.js';
import { presentMerchant, presentMerchantApp } from '../../merchants/read/present-merchant.js';
import { type Instant, parseInstant, showInstant } from '../../values/instant.js';
import type { MerchantInFull } from '../schemas/merchant.js';
import type {
  MerchantChargeList,
  MerchantCorrectionList,
  MerchantEventList,
  MerchantHistory,
} from '../schemas/merchant-records.js';

/** One merchant by itself, as the contract shows it; beyond the times it is what the store reads. */
export function presentMerchantInFull(merchant: MerchantInFullView): z.input<typeof MerchantInFull> {
  const { since, until, absences, trial, isWhole } = merchant.tenure;
  return {
    ...presentMerchant(merchant),
    refreshing: merchant.refreshing,
    tenure: {
      since: show(since),
      until: show(until),
      absences: absences.map((absence) => ({
        ...absence,
        from: showInstant(absence.from),
        to: showInstant(absence.to),
      })),
      trial: trial && { from: showInstant(trial.from), to: show(trial.to) },
      isWhole,
    },
    apps: merchant.apps.map(({ rows, ...app }) => ({ ...presentMerchantApp(app), rows: rows.map(presentRow) })),
  };
}

function presentRow(row: EvidenceRow): z.input<typeof MerchantEventList>['items'][number]['rows'][number] {
  return { ...row, occurredAt: showInstant(row.occurredAt), billingOn: show(row.billingOn) };
}

export function presentEvent(event: MerchantEventView): z.input<typeof MerchantEventList>['items'][number] {
  return { ...event, occurredAt: showInstant(event.occurredAt), rows: event.rows.map(presentRow) };
}

export function presentHistoryLine(line: HistoryLineView): z.input<typeof MerchantHistory>['items'][number] {
  return line.kind === 'event'
    ? { kind: 'event', event: presentEvent(line.event) }
    : { kind: 'usage', usage: { ...line.usage, lastAt: showInstant(line.usage.lastAt) } };
}

export function presentCharge(charge: MerchantChargeView): z.input<typeof MerchantChargeList>['items'][number] {
  return { ...charge, activatedAt: show(charge.activatedAt), endedAt: show(charge.endedAt) };
}

export function presentCorrection(
  correction: MerchantCorrectionView,
): z.input<typeof MerchantCorrectionList>['items'][number] {
  const { figure, from, to, at, learnedAt } = correction;
  const isDate = figure === 'installedAt' || figure === 'firstSubscribedAt' || figure === 'uninstalledAt';
  const shown = (value: typeof from) => (isDate && typeof value === 'string' ? showText(value) : value);
  return { ...correction, from: shown(from), to: shown(to), at: show(at), learnedAt: showInstant(learnedAt) };
}

function showText(text: string): string {
  const instant = parseInstant(text);
  return instant === null ? text : showInstant(instant);
}

function show(instant: Instant | null): string | null {
  return instant === null ? null : showInstant(instant);
}
