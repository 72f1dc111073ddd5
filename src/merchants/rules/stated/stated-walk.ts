import type { Amount } from '../../../contract/merchant-words.js';
import { groupBy } from '../../../values/group-by.js';
import { type Instant, plusMs } from '../../../values/instant.js';
import { isReemitted } from '../pairing/cancels.js';
import { DAY_MS, within } from '../words/durations.js';
import { comparePlaced, compareText, type Order, order, orderOfType } from '../words/order-at-one-instant.js';
import type { FoldAnswer, FoldEvent, FoldTimelineEvent, FoldTransaction } from '../words/rows.js';
import { bareEvent, KINDS, type Source } from './bare-event.js';
import { ChargesOn } from './charges-on.js';
import { HeldTerms } from './held-terms.js';
import { endsWithinDay, isCancelledSoon, isScheduled, nextAnswer, nextContract, type Step } from './look-ahead.js';
import { push, type Schedule, type Stated, type Statement } from './statements.js';
import { olderType } from './unpaired-events.js';

/** A contract of Shopify App Pricing that no older charge stands for; a pair has one at a time. */
export const CONTRACT_NUMBER = '0';

const ACTIVATED = 'SUBSCRIPTION_CHARGE_ACTIVATED';
const CANCELED = 'SUBSCRIPTION_CHARGE_CANCELED';

/** What the walk goes through, each in time's order. */
export interface Walked {
  readonly events: readonly FoldEvent[];
  /** Subscription sales above zero. */
  readonly sales: readonly FoldTransaction[];
  /** Root events that the older feed does not tell. */
  readonly alone: readonly FoldTimelineEvent[];
  readonly answers: readonly FoldAnswer[];
}

/**
 * Walks the rows of all feeds in the one order, and says of each root event that stands alone and of each answer what it
 * stands for: an event of a charge, or terms of one.
 * Rule: Two feeds of events, "Alone"; What Shopify states, "Of which charge", "A sign of life".
 */
export class StatedWalk {
  private readonly steps: readonly Step[];
  private readonly events: readonly FoldEvent[];
  private readonly made: FoldEvent[] = [];
  private readonly statements = new Map<string, Statement[]>();
  private readonly schedules = new Map<string, Schedule[]>();
  private readonly changes = new Map<string, Instant[]>();
  private readonly held = new HeldTerms();
  private readonly frozen = new Set<string>();
  /** The last root event that says that a subscription is another one. */
  private lastUpdate: FoldTimelineEvent | null = null;
  private readonly charges: ChargesOn;
  /** The shop has uninstalled, or its account is closed. */
  private isAway = false;
  private readonly tests: ReadonlySet<string | null>;
  private readonly testsOn = new Set<string | null>();
  /** Starts of contracts before which the contract's cancel was told. By row id. */
  private readonly cancelledFor = new Set<string>();

  constructor({ events, sales, alone, answers }: Walked) {
    this.events = events;
    this.tests = new Set(events.filter(({ test }) => test).map(({ chargeNumber }) => chargeNumber));
    const real = sales.filter(({ chargeNumber }) => !this.tests.has(chargeNumber));
    this.charges = new ChargesOn(groupBy(real, ({ chargeNumber }) => chargeNumber ?? ''));
    const placed = (row: Step['row'], place: Order): Step => ({ at: row.at, order: place, chargeNumber: null, row });
    this.steps = [
      ...events.map((row) => placed(row, orderOfType(row.type))),
      ...real.map((row) => placed(row, order.firstSale)),
      ...alone.map((row) => placed(row, orderOfType(olderType(row.type) ?? row.type))),
      ...answers.map((row) => placed(row, order.rest)),
    ].sort((one, other) => comparePlaced(one, other) || compareText(one.row.id, other.row.id));
  }

  result(): Stated & { readonly made: readonly FoldEvent[] } {
    this.steps.forEach(({ row }, index) => {
      if (row.source === 'event') this.happened(row);
      else if (row.source === 'transaction') this.sold(row);
      else if (row.source === 'answer') this.answered(row);
      else this.alone(row, index);
    });
    return { made: this.made, statements: this.statements, schedules: this.schedules, changes: this.changes };
  }

  private happened(row: FoldEvent): void {
    const { type, chargeNumber: number, at } = row;
    if (row.test) return this.tested(row);
    if (type === 'RELATIONSHIP_UNINSTALLED') {
      this.charges.uninstalled(at);
      this.testsOn.clear();
    }
    if (type === 'RELATIONSHIP_UNINSTALLED' || type === 'RELATIONSHIP_DEACTIVATED') this.isAway = true;
    if (type === 'RELATIONSHIP_INSTALLED' || type === 'RELATIONSHIP_REACTIVATED') this.isAway = false;
    if (number === null || row.chargeKind !== 'subscription') return;
    this.held.told(number, row);
    if (type === 'SUBSCRIPTION_CHARGE_FROZEN') this.frozen.add(number);
    if (type === ACTIVATED || type === 'SUBSCRIPTION_CHARGE_UNFROZEN') this.frozen.delete(number);
    if (type === ACTIVATED) {
      this.isAway = false;
      this.charges.activated(number, at);
    }
    if (type === CANCELED && !this.isReemitted(row)) this.charges.cancelled(number);
  }

  private tested({ type, chargeNumber }: FoldEvent): void {
    if (type === ACTIVATED) this.testsOn.add(chargeNumber);
    if (type === CANCELED) this.testsOn.delete(chargeNumber);
  }

  private isReemitted(cancel: FoldEvent): boolean {
    const real = [...this.events, ...this.made].filter(({ test }) => !test);
    const activations = real.filter(({ type }) => type === ACTIVATED);
    const own = activations.filter(({ chargeNumber }) => chargeNumber === cancel.chargeNumber);
    const others = activations.filter(({ chargeNumber }) => chargeNumber !== cancel.chargeNumber);
    return isReemitted(cancel, own, [...others, ...real.filter(({ type }) => type === 'RELATIONSHIP_UNINSTALLED')]);
  }

  private sold({ chargeNumber, at }: FoldTransaction): void {
    if (chargeNumber !== null && !this.isAway) this.charges.sold(chargeNumber, at);
  }

  private answered({ id, at, terms, requestedAt, source }: FoldAnswer): void {
    if (terms === null) return;
    const number = terms.chargeNumber ?? this.charges.newest(at) ?? CONTRACT_NUMBER;
    if (this.tests.has(number)) return;
    const isContract = number === CONTRACT_NUMBER;
    const isNew = isContract ? !this.charges.has(number) : !this.charges.isKnown(number);
    if (isNew && (this.isAway || (isContract && (this.testsOn.size > 0 || this.beginsWithinDay(at))))) return;
    if (isNew) this.begin({ id, at, requestedAt, source }, number, terms);
    if (isNew || !this.held.differ(number, terms)) return this.state(number, { id, at, terms });
    this.changed(number, { id, at, requestedAt, source }, terms);
  }

  /** Rule: What Shopify states, "Other terms". */
  private changed(number: string, answer: Source, terms: Statement['terms']): void {
    const { id, at } = answer;
    const { since, ...held } = this.held.of(number);
    const update = this.lastUpdate !== null && (since === null || since < this.lastUpdate.at) ? this.lastUpdate : null;
    const row = update ?? answer;
    const isSettled = !this.isAway && !this.frozen.has(number) && this.charges.isOnly(number, at);
    if (!isSettled || isCancelledSoon(this.steps, number, row.at, at)) {
      return this.state(number, { id, at, terms: this.held.instead(number, terms) });
    }
    const amount = terms.price ?? held.price;
    this.made.push({ ...bareEvent(row, ACTIVATED, 'subscription', number), amount, plan: terms.plan });
    push(this.changes, number, row.at);
    this.state(number, { id, at, terms: { ...terms, interval: terms.interval ?? held.interval } });
  }

  private alone(row: FoldTimelineEvent, index: number): void {
    if (row.type === 'SUBSCRIPTION_CREATED' || row.type === 'SUBSCRIPTION_UPDATED') this.lastUpdate = row;
    switch (row.type) {
      case 'SUBSCRIPTION_CREATED':
        return this.created(row, index);
      case 'SUBSCRIPTION_CANCELED':
        if (isScheduled(row)) return this.scheduled(row);
        return this.cancelled(row, index);
      case 'SUBSCRIPTION_FROZEN':
      case 'SUBSCRIPTION_UNFROZEN':
        return this.makeOf(row, row.chargeNumber ?? this.charges.newest(row.at));
      case 'SUBSCRIPTION_CANCELLATION_SCHEDULED':
        return this.scheduled(row);
      default:
        return this.makeItself(row);
    }
  }

  /** Rule: Two feeds of events, "A `SUBSCRIPTION_CREATED` is the activation of". */
  private created(row: FoldTimelineEvent, index: number): void {
    // The older feed tells of a start near it: that is what this one means.
    if (this.activations().some(({ at }) => within(at, row.at, DAY_MS))) return;
    const answer = nextAnswer(this.steps, index);
    const terms = answer?.terms ?? row.terms;
    if (terms === null) return;
    const number = terms.chargeNumber ?? row.chargeNumber ?? CONTRACT_NUMBER;
    // Since the event before it an older charge began, which is what the answer means.
    const until = answer?.at ?? row.at;
    const isTold = this.activations().some(
      ({ at, chargeNumber }) => at <= until && (chargeNumber === number || at >= row.at),
    );
    if (isTold || this.tests.has(number)) return;
    if (number === CONTRACT_NUMBER) {
      const newest = this.charges.newest(row.at);
      if (newest === CONTRACT_NUMBER) return this.renewed(row);
      if (this.testsOn.size > 0 || (newest !== null && !endsWithinDay(this.steps, newest, row.at))) return;
    } else if (this.charges.has(number)) return;
    this.begin(row, number, terms);
    if (row.terms !== null) this.state(number, { id: row.id, at: row.at, terms: row.terms });
  }

  /** Of the older feed, tests among them: of those root events tell as well. */
  private activations(): readonly FoldEvent[] {
    return this.events.filter(({ type }) => type === ACTIVATED);
  }

  private beginsWithinDay(since: Instant): boolean {
    return this.activations().some(({ at }) => since <= at && at <= plusMs(since, DAY_MS));
  }

  private scheduled({ id, at, cancelsOn, chargeNumber }: FoldTimelineEvent): void {
    const number = chargeNumber ?? this.charges.newest(at);
    if (number !== null) push(this.schedules, number, { at, id, on: cancelsOn });
  }

  private cancelled(row: FoldTimelineEvent, index: number): void {
    const number = row.chargeNumber ?? this.charges.cancelledBy(row.at);
    const next = number === CONTRACT_NUMBER ? nextContract(this.steps, row.at, index) : null;
    if (next === null) this.makeOf(row, number);
    else this.cancelledFor.add(next.id);
  }

  private renewed({ id, at }: FoldTimelineEvent): void {
    if (!this.cancelledFor.has(id)) this.charges.renewed(at);
  }

  private state(number: string, statement: Statement): void {
    this.held.stated(number, statement.at, statement.terms);
    push(this.statements, number, statement);
    push(this.schedules, number, { at: statement.at, id: statement.id, on: statement.terms.cancelsOn });
  }

  /** One that comes back with other terms is one of its own: those of before were what it cost then. */
  private begin(row: Source, number: string, terms: Statement['terms']): void {
    if (this.charges.isKnown(number) && this.held.beginAnew(number, terms)) push(this.changes, number, row.at);
    this.make(row, ACTIVATED, number, terms.price);
  }

  private makeOf(row: FoldTimelineEvent, number: string | null): void {
    const type = olderType(row.type);
    if (number !== null && type !== null) this.make(row, type, number, null);
  }

  /** A relationship is the shop's; of charges and credits the number tells which one it is. */
  private makeItself(row: FoldTimelineEvent): void {
    const type = olderType(row.type);
    const kind = KINDS.get(row.type) ?? null;
    if (type === null || (kind !== null && row.chargeNumber === null)) return;
    const { name: plan, amount, reason, description } = row;
    this.add({ ...bareEvent(row, type, kind, row.chargeNumber), plan, amount, reason, description });
  }

  private make(row: Source, type: string, number: string, amount: Amount | null): void {
    this.add({ ...bareEvent(row, type, 'subscription', number), amount });
  }

  private add(event: FoldEvent): void {
    this.made.push(event);
    this.happened(event);
  }
}
