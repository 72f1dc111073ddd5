import type { RiskReason } from '../../../contract/merchant-words.js';
import { relationAfter } from '../relationship/install-state.js';
import type { RiskQuestion } from './risk-question.js';

/**
 * The shop had uninstalled the app, and came back.
 * Rule: Risk, *uninstalled before*.
 */
export function uninstalledBefore({ changes }: Pick<RiskQuestion, 'changes'>): RiskReason | null {
  const index = changes.findLastIndex(({ kind }) => kind === 'uninstalled');
  const uninstall = changes[index];
  const back = changes.slice(index + 1).find(({ kind }) => relationAfter(kind) === 'installed');
  if (uninstall === undefined || back === undefined) return null;
  return {
    ...{ code: 'uninstalled_before', since: back.at, until: null, rule: 'risk: uninstalled before' },
    confidence: uninstall.confidence,
    evidence: [uninstall.row.id, back.row.id],
  };
}
