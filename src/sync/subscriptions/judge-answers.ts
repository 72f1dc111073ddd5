import { type Erased, erasureOf, namedBy, type RowNames } from '../../erasure/row-names.js';
import type { PartnerAnswer } from '../../partner/client/partner-api.js';
import { readSubscription, type SubscriptionAnswer } from '../../partner/subscriptions/read-subscription.js';
import { jsonbText } from '../contents/decode-node.js';
import type { Look } from '../store/looks.js';

/** What became of a look, as its row says it. */
type Outcome = 'stated' | 'none' | 'disagrees' | 'damaged' | 'refused';

/** A look that was answered. */
export interface Looked extends Look {
  readonly outcome: Outcome;
  /** JSON text of what is kept as an answer; null where none is. */
  readonly raw: string | null;
  /** JSON text of what is set aside. */
  readonly damaged: string | null;
}

/** What became of the looks of one request. */
export interface JudgedLooks {
  readonly answered: readonly Looked[];
  readonly unanswered: readonly Look[];
}

/** Reads what was answered to each. Pure. @param looks in the order in which they were asked for */
export function judgeAnswers(looks: readonly Look[], answer: PartnerAnswer): JudgedLooks {
  const answered: Looked[] = [];
  const unanswered: Look[] = [];
  for (const [index, look] of looks.entries()) {
    const subscription = readSubscription(answer, index);
    if (subscription.outcome === 'unanswered') unanswered.push(look);
    else answered.push(judge(look, subscription));
  }
  return { answered, unanswered };
}

/** Whose they are. */
export function namesOfLooks(looks: readonly Look[]): RowNames[] {
  return looks.map(namesOfLook);
}

/** Those of shops that were erased are left out. Pure. */
export function judgedWithout({ answered, unanswered }: JudgedLooks, erased: Erased): JudgedLooks {
  const isKept = (look: Look) => erasureOf(namesOfLook(look), erased) === undefined;
  return { answered: answered.filter(isKept), unanswered: unanswered.filter(isKept) };
}

function namesOfLook({ shopNumber, myshopifyDomain }: Look): RowNames {
  return namedBy('shop', shopNumber, myshopifyDomain);
}

function judge(look: Look, answer: Exclude<SubscriptionAnswer, { outcome: 'unanswered' }>): Looked {
  const nothing = { ...look, raw: null, damaged: null };
  if (answer.outcome === 'none') return { ...nothing, outcome: 'none', raw: 'null' };
  if (answer.outcome === 'refused') return { ...nothing, outcome: 'refused' };
  if (answer.outcome === 'damaged') return { ...nothing, outcome: 'damaged', damaged: JSON.stringify(answer.raw) };
  const { raw, appNumber, myshopifyDomain } = answer;
  // Whether the two surfaces number shops alike is not documented: the domain tells whose answer it is.
  if (appNumber !== look.appNumber || myshopifyDomain !== look.myshopifyDomain) {
    return { ...nothing, outcome: 'disagrees' };
  }
  const text = jsonbText(raw);
  return text === null
    ? { ...nothing, outcome: 'damaged', damaged: JSON.stringify(raw) }
    : { ...nothing, outcome: 'stated', raw: text };
}
