import type { Amount } from '../../../contract/merchant-words.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import { HOUR_MS } from '../words/durations.js';
import { comparePlaced, compareText, type Order, order, orderOfType } from '../words/order-at-one-instant.js';
import type { ChargeKind, FoldAnswer, FoldEvent, FoldTimelineEvent } from '../words/rows.js';
import type { Schedule, Stated, Statement } from './statements.js';
import { olderType } from './unpaired-events.js';

/** A contract of Shopify App Pricing that no older charge stands for; a pair has one at a time. */
const CONTRACT_NUMBER = '0';

/** A plan's old charge is cancelled up to that long after the new one began. Rule: First, pair the charges. */
const LATE_CANCEL_MS = 24 * HOUR_MS;

const ACTIVATED = 'SUBSCRIPTION_CHARGE_ACTIVATED';

interface Step {
  readonly at: Instant;
  readonly order: Order;
  readonly chargeNumber: null;
  readonly row: FoldEvent | FoldTimelineEvent | FoldAnswer;
}

/**
 * Walks events, root events that stand alone and answers in the one order, and says of each of the latter two what it
 * stands for: an event of a charge, or terms of one.
 * Rule: Two feeds of events, "Alone"; What Shopify states, "Of which charge", "A sign of life".
 */
export class StatedWalk {
  private readonly steps: readonly Step[];
  private readonly made: FoldEvent[] = [];
  private readonly statements = new Map<string, Statement[]>();
  private readonly schedules = new Map<string, Schedule[]>();
  private readonly activations: { readonly number: string; readonly at: Instant }[] = [];
  /** Whether the last row of each charge that began or ended it began it. */
  private readonly isOn = new Map<string, boolean>();
  /** The shop has uninstalled, or its account is closed. */
  private isAway = false;
  private readonly tests: ReadonlySet<string | null>;

  constructor(
    private readonly events: readonly FoldEvent[],
    alone: readonly FoldTimelineEvent[],
    answers: readonly FoldAnswer[],
  ) {
    this.tests = new Set(events.filter(({ test }) => test).map(({ chargeNumber }) => chargeNumber));
    const placed = (row: Step['row'], place: Order): Step => ({ at: row.at, order: place, chargeNumber: null, row });
    this.steps = [
      ...events.map((row) => placed(row, orderOfType(row.type))),
      ...alone.map((row) => placed(row, orderOfType(olderType(row.type) ?? row.type))),
      ...answers.map((row) => placed(row, order.rest)),
    ].sort((one, other) => comparePlaced(one, other) || compareText(one.row.id, other.row.id));
  }

  result(): Stated & { readonly made: readonly FoldEvent[] } {
    this.steps.forEach(({ row }, index) => {
      if (row.source === 'event') this.happened(row);
      else if (row.source === 'answer') this.answered(row);
      else this.alone(row, index);
    });
    return { made: this.made, statements: this.statements, schedules: this.schedules };
  }

  private happened(row: FoldEvent): void {
    const { type, chargeNumber: number } = row;
    if (row.test) return;
    if (type === 'RELATIONSHIP_UNINSTALLED' || type === 'RELATIONSHIP_DEACTIVATED') this.isAway = true;
    if (type === 'RELATIONSHIP_INSTALLED' || type === 'RELATIONSHIP_REACTIVATED') this.isAway = false;
    if (number === null) return;
    if (type === ACTIVATED) {
      this.isAway = false;
      this.activations.push({ number, at: row.at });
      this.isOn.set(number, true);
    }
    if (type === 'SUBSCRIPTION_CHARGE_CANCELED') this.isOn.set(number, false);
  }

  private answered({ id, at, terms, requestedAt }: FoldAnswer): void {
    if (terms === null) return;
    const number = terms.chargeNumber ?? this.current() ?? CONTRACT_NUMBER;
    if (this.tests.has(number)) return;
    const isNew = number === CONTRACT_NUMBER ? this.isOn.get(number) !== true : !this.isOn.has(number);
    if (isNew && this.isAway) return;
    if (isNew) this.make({ id, at, requestedAt }, ACTIVATED, number, terms.price);
    this.state(number, { id, at, terms });
  }

  private alone(row: FoldTimelineEvent, index: number): void {
    switch (row.type) {
      case 'SUBSCRIPTION_CREATED':
        return this.created(row, index);
      case 'SUBSCRIPTION_CANCELED':
        if (row.cancelsOn !== null && row.cancelsOn > row.at.slice(0, 10)) return this.scheduled(row);
        return this.makeOf(row, this.cancelledBy(row));
      case 'SUBSCRIPTION_FROZEN':
      case 'SUBSCRIPTION_UNFROZEN':
        return this.makeOf(row, this.activations.at(-1)?.number);
      case 'SUBSCRIPTION_CANCELLATION_SCHEDULED':
        return this.scheduled(row);
      default:
        return this.makeItself(row);
    }
  }

  /** Rule: Two feeds of events, "A `SUBSCRIPTION_CREATED` is the activation of". */
  private created(row: FoldTimelineEvent, index: number): void {
    const answer = this.nextAnswer(index);
    const until = answer?.at ?? row.at;
    const terms = answer?.terms ?? row.terms;
    if (terms === null) return;
    const number = answer?.terms?.chargeNumber ?? CONTRACT_NUMBER;
    // Since the event before it an older charge began, which is what this one means.
    const isTold = this.events.some(
      ({ type, test, at, chargeNumber }) =>
        type === ACTIVATED && !test && at <= until && (chargeNumber === number || at >= row.at),
    );
    if (isTold || this.tests.has(number) || this.isOn.get(number) === true) return;
    this.make(row, ACTIVATED, number, terms.price);
    if (row.terms !== null) this.state(number, { id: row.id, at: row.at, terms: row.terms });
  }

  /** The first answer that states something, before the next subscription of which only root events tell. */
  private nextAnswer(index: number): FoldAnswer | null {
    for (const { row } of this.steps.slice(index + 1)) {
      if (row.source === 'timeline' && row.type === 'SUBSCRIPTION_CREATED') return null;
      if (row.source === 'answer' && row.terms !== null) return row;
    }
    return null;
  }

  private scheduled({ id, at, cancelsOn }: FoldTimelineEvent): void {
    const number = this.activations.at(-1)?.number;
    if (number !== undefined) push(this.schedules, number, { at, id, on: cancelsOn });
  }

  /** Of a change of plan the cancel is the old charge's. */
  private cancelledBy({ at }: FoldTimelineEvent): string | undefined {
    return this.activations.findLast((one) => one.at < plusMs(at, -LATE_CANCEL_MS))?.number;
  }

  /** The charge that was activated last, unless it was cancelled since. */
  private current(): string | null {
    const number = this.activations.at(-1)?.number;
    return number !== undefined && this.isOn.get(number) === true ? number : null;
  }

  private state(number: string, statement: Statement): void {
    push(this.statements, number, statement);
    push(this.schedules, number, { at: statement.at, id: statement.id, on: statement.terms.cancelsOn });
  }

  private makeOf(row: FoldTimelineEvent, number: string | undefined): void {
    const type = olderType(row.type);
    if (number !== undefined && type !== null) this.make(row, type, number, null);
  }

  /** A relationship is the shop's; of charges and credits the number tells which one it is. */
  private makeItself(row: FoldTimelineEvent): void {
    const type = olderType(row.type);
    const kind = KINDS.get(row.type) ?? null;
    if (type === null || (kind !== null && row.chargeNumber === null)) return;
    const { name: plan, amount, reason, description } = row;
    this.add({ ...bare(row, type, kind, row.chargeNumber), plan, amount, reason, description });
  }

  private make(
    row: Pick<FoldTimelineEvent, 'id' | 'at' | 'requestedAt'>,
    type: string,
    number: string,
    amount: Amount | null,
  ): void {
    this.add({ ...bare(row, type, 'subscription', number), amount });
  }

  private add(event: FoldEvent): void {
    this.made.push(event);
    this.happened(event);
  }
}

const KINDS: ReadonlyMap<string, ChargeKind> = new Map([
  ['CHARGE_ONE_TIME', 'one_time'],
  ['CHARGE_USAGE', 'usage'],
  ['CREDIT_APPLIED', 'credit'],
  ['CREDIT_PENDING', 'credit'],
  ['CREDIT_FAILED', 'credit'],
]);

/** An event that says no more than what happened. */
function bare(
  { id, at, requestedAt }: Pick<FoldTimelineEvent, 'id' | 'at' | 'requestedAt'>,
  type: string,
  chargeKind: ChargeKind | null,
  chargeNumber: string | null,
): FoldEvent {
  const nothing = { plan: null, test: false, billingOn: null, amount: null, reason: null, description: null };
  return { source: 'event', id, at, type, chargeKind, chargeNumber, requestedAt, ...nothing };
}

function push<Value>(map: Map<string, Value[]>, number: string, value: Value): void {
  const known = map.get(number);
  if (known === undefined) map.set(number, [value]);
  else known.push(value);
}
