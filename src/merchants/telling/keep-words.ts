import type { Keep } from '../rules/lives/keeps.js';
import type { Life } from '../rules/lives/life.js';
import type { KeepingRule } from '../../contract/rule-names.js';
import { timeWords } from './phrases.js';

/** What a late sale shows of its charge, with the rule: beside what it settles. */
export function keepWords(saleId: string, lives: readonly Life[]): string[] {
  const keeps = lives.flatMap((life) => life.keeps.filter(({ sale }) => sale.id === saleId));
  return keeps.map((keep) => `${KEEPING[keep.rule](keep)} [${keep.rule}, inferred]`);
}

const KEEPING: Readonly<Record<KeepingRule, (keep: Keep) => string>> = {
  'proven to go on': ({ at }) => `It shows that the charge went on beside the one that started on ${timeWords(at)}.`,
  unbroken: ({ at }) => `It shows that the uninstall of ${timeWords(at)} did not end the charge.`,
  'freeze lifted by a sale': ({ at }) => `It shows that the charge is frozen no more since ${timeWords(at)}.`,
  'reactivation by a sale': () => 'It shows that the shop is back, and the charge with it.',
};
