import type { RuleName } from '../../contract/rule-names.js';
import type { Silence } from './silences.js';

/** Why nothing was concluded, as a sentence. */
export const SILENCES: Readonly<Record<Silence, string>> = {
  'later than the last sync': 'It is dated later than the last whole sync, and counts once that has caught up.',
  'earlier copy': 'Another copy of the same row came with a later request, and counts instead.',
  'unknown type': 'This version does not know the type: the row is kept, and has no effect.',
  'test charge': 'It belongs to a test charge, and counts in no figure.',
  'no effect': 'It is kept, and has no effect by itself.',
  'not abandoned': 'The charge came alive all the same, so nothing was abandoned.',
  'is so already': 'It says what was so already.',
  'on already': 'The charge was on already.',
  'inside a plan change': 'It stands between the two halves of a change of plan, and only repeats what those say.',
  'not on': 'The charge was not on at that moment.',
  'frozen already': 'The charge carried nothing at that moment already.',
  'not frozen': 'There was no freeze to lift.',
  'never seen alive': 'The charge was never seen alive, so there is nothing to end.',
  settles: 'It settles a bill: it counts for lifetime value, and the list price stays MRR.',
  'nothing was paid': 'Nothing was paid with it, so it proves nothing and overwrites no price.',
  'no charge named': 'It names no charge: it counts for lifetime value only.',
  'only lifetime value': 'The charge was not on at that moment: it counts for lifetime value only.',
};

/** Why a cancel ended nothing, by the rule that accounts for it. */
export function suppressedWords(rule: RuleName): string {
  switch (rule) {
    case 'plan change':
      return 'It is one half of a change of plan, so nobody left.';
    case 're-emitted cancel':
      return 'Shopify only repeated an old cancel, so nothing ended.';
    case 'cancel of an uninstall':
      return 'It is the echo of an uninstall, which booked the loss.';
    default:
      return 'The charge was over already, so nothing ended.';
  }
}
