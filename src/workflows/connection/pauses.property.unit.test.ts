import fc from 'fast-check';
import type { SyncEnd } from '../../contract/connection-activities.js';
import { type ConnectionFacts, GONE } from '../../contract/connection-facts.js';
import { healthOf } from '../../contract/connection-health.js';
import type { ConnectionEvent } from './connection-event.js';
import { connectionHealth } from './connection-health.js';
import { initialState, next } from './connection-state.js';

/*
 * The state machine beside a row that owners and operators change at any moment: whatever comes in between, in the end the
 * workflow does what the row says, and rests while that is nothing. Nudges may come late, and in another order than what
 * they tell of; or be lost: then the reconciler nudges what is late, which the row's directory entry says.
 */
const policy = { intervalMs: 240_000, failureLimit: 3 };
const FAILURE = {
  kind: 'credential',
  code: 'token_rejected',
  permission: null,
  reference: 'r',
  generation: 1,
} as const;

type Command = 'pause' | 'resume' | 'syncNow' | 'disconnect' | 'reconnect';
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('works' as const), fails: fc.boolean(), more: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom<Command>('pause', 'resume', 'syncNow', 'disconnect', 'reconnect'),
      nudge: fc.constantFrom('heard', 'late', 'lost'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('arrives' as const), place: fc.nat(40) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** One connection: its row, its workflow, and the activity that is under way, which read the row when it began. */
class Model {
  row: { status: 'connected' | 'error' | 'disconnecting' | 'disconnected'; paused: boolean; failures: number } = {
    status: 'connected',
    paused: false,
    failures: 0,
  };
  state = { ...initialState(), policy };
  nowMs = 0;
  /** Activities that were begun. */
  begun = 0;
  #begun: { kind: string; facts: ConnectionFacts } | null = null;
  readonly #late: ConnectionEvent[] = [];

  facts(): ConnectionFacts {
    const { status, paused } = this.row;
    return { ...GONE, status, paused, lastSyncedAt: new Date(this.nowMs).toISOString() };
  }

  command(command: Command, nudge: 'heard' | 'late' | 'lost'): void {
    const { row } = this;
    switch (command) {
      case 'pause':
        row.paused = true;
        break;
      case 'resume':
        row.paused = false;
        break;
      case 'syncNow':
        if (row.status !== 'connected' || row.paused) return; // refused
        break;
      case 'disconnect':
        if (row.status === 'connected' || row.status === 'error') row.status = 'disconnecting';
        break;
      case 'reconnect':
        row.status = 'connected';
        row.failures = 0;
    }
    const event: ConnectionEvent = { type: command === 'pause' || command === 'resume' ? 'syncNow' : command };
    if (nudge === 'heard') this.feed(event);
    if (nudge === 'late') this.#late.push(event);
  }

  /** One of the nudges that are still on their way arrives, whichever it is. @returns false when there is none */
  arrive(place: number): boolean {
    const [event] = this.#late.splice(place % Math.max(this.#late.length, 1), 1);
    if (event !== undefined) this.feed(event);
    return event !== undefined;
  }

  feed(event: ConnectionEvent): void {
    this.state = next(this.state, event);
  }

  /** What the run does next, in two halves: an activity reads the row when it begins, and its answer comes later. */
  work({ fails, more }: { fails: boolean; more: boolean }): void {
    if (this.#begun === null) return this.#begin();
    const { kind, facts } = this.#begun;
    this.#begun = null;
    this.nowMs += 1_000;
    switch (kind) {
      case 'read':
        return this.feed({ type: 'rowRead', facts, nowMs: this.nowMs });
      case 'sync':
        return this.#endSync(facts, fails, more);
      case 'record':
        return this.#endRecord();
      default:
        return this.#endConfirm();
    }
  }

  #begin(): void {
    const { standing, facts } = this.state;
    const reads = facts === null || ('step' in standing && ['reading', 'readingAgain'].includes(standing.step));
    if (reads) return this.#start('read');
    if ('step' in standing && standing.step === 'running') return this.#start('sync');
    if ('step' in standing && standing.step === 'recording') return this.#start('record');
    if ('step' in standing && standing.step === 'confirming') return this.#start('confirm');
    if ('step' in standing && standing.step === 'stopping') return this.feed({ type: 'syncStopped' });
    if (standing.name !== 'paused' && standing.name !== 'error') this.feed({ type: 'timerFired' });
  }

  #start(kind: string): void {
    this.begun += 1;
    this.#begun = { kind, facts: this.facts() };
  }

  #endSync(begun: ConnectionFacts, fails: boolean, more: boolean): void {
    const ends = (end: SyncEnd, facts: ConnectionFacts | null) =>
      this.feed({ type: 'syncEnded', end, facts, nowMs: this.nowMs, delayMs: 1_000, policy });
    if (begun.status !== 'connected') {
      return ends({ outcome: begun.status === 'disconnected' ? 'gone' : begun.status }, null);
    }
    if (begun.paused === true) return ends({ outcome: 'paused' }, null);
    // At its next lease, or when it closes.
    if (this.row.status !== 'connected') return ends({ outcome: 'disconnecting' }, null);
    if (fails) return this.feed({ type: 'syncFailed', failure: FAILURE, policy });
    if (this.row.paused && more) return ends({ outcome: 'paused' }, null);
    this.row.failures = 0;
    ends(more ? { outcome: 'more', waitMs: 0 } : { outcome: 'ok' }, this.facts());
  }

  #endRecord(): void {
    const { row } = this;
    const counts = row.status === 'connected' && !row.paused;
    if (counts) row.failures += 1;
    if (counts && row.failures >= policy.failureLimit) row.status = 'error';
    const verdict = { consecutiveFailures: row.failures, terminal: row.status === 'error', delayMs: 1_000 };
    this.feed({
      type: 'failureRecorded',
      recorded: counts ? { verdict, facts: this.facts() } : null,
      nowMs: this.nowMs,
    });
  }

  #endConfirm(): void {
    if (this.row.status === 'disconnecting') this.row.status = 'disconnected';
    const answer = this.row.status === 'disconnected' ? 'disconnected' : 'revived';
    this.feed({ type: 'stopConfirmed', answer, nowMs: this.nowMs });
  }
}

function play(steps: readonly Step[]): Model {
  const model = new Model();
  let failuresBefore = 0;
  for (const one of steps) {
    const wasPaused = model.row.paused;
    if (one.do === 'works') model.work(one);
    else if (one.do === 'arrives') model.arrive(one.place);
    else model.command(one.do, one.nudge);
    // What failed counts nowhere while it is paused.
    if (wasPaused && model.row.paused) expect(model.row.failures).toBeLessThanOrEqual(failuresBefore);
    failuresBefore = model.row.failures;
  }
  return model;
}

/** Nothing is changed any more; the reconciler nudges what is late, and a run that rests for a day reads its row. */
function settle(model: Model): void {
  while (model.arrive(0));
  for (let round = 0; round < 4; round += 1) {
    for (let turn = 0; turn < 12; turn += 1) model.work({ fails: false, more: false });
    const { status, paused } = model.row;
    if (status === 'disconnecting') model.feed({ type: 'disconnect' });
    if (status === 'connected' && !paused) model.feed({ type: 'reconnect' });
    if (status === 'error' || paused) model.feed({ type: 'timerFired' });
  }
  for (let turn = 0; turn < 3; turn += 1) model.work({ fails: false, more: false });
}

test('whatever comes in between, what is paused rests, what is resumed goes on, and what is disconnected ends', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const model = play(steps);
      settle(model);
      const { row, state, begun } = model;
      switch (row.status) {
        case 'connected':
          if (row.paused) expect(state.standing).toEqual({ name: 'paused', step: 'resting' });
          else expect(['idle', 'syncing']).toContain(state.standing.name);
          expect(connectionHealth({ ...state, facts: state.facts ?? model.facts(), factsAtMs: model.nowMs })).toBe(
            healthOf(model.facts(), policy, model.nowMs),
          );
          break;
        case 'error':
          expect(state.standing.name).toBe('error');
          break;
        default:
          expect(state.standing.name).toBe('disconnected');
      }
      // And so it stays by itself: whoever is connected syncs on, nobody else does anything.
      for (let turn = 0; turn < 6; turn += 1) model.work({ fails: false, more: false });
      expect(model.begun > begun).toBe(row.status === 'connected' && !row.paused);
    }),
    { numRuns: 2_000 },
  );
});
