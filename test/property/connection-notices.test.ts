import '../support/servers/quiet-temporal.js';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type Fleet, type FleetMember, startFleet } from '../support/servers/fleet.js';

/*
 * Whatever becomes of a connection, and whatever dies while it is written down, Convot is told each fact once: against a
 * model that knows of no crash.
 */
const policy = { intervalMs: 240_000, failureLimit: 2 };
const STEPS = ['fail', 'whole', 'behind', 'wait', 'look', 'reconnect', 'disconnect'] as const;
type Step = (typeof STEPS)[number];

/** What Convot should be told. */
class Model {
  readonly told: string[] = [];
  #status: 'connected' | 'error' | 'disconnecting' = 'connected';
  #failures = 0;
  #trouble: 'error' | 'stale' | null = null;
  #isFresh = true;
  #wasWhole = false;

  take(step: Step): void {
    switch (step) {
      case 'fail':
        if (this.#status !== 'connected') return;
        this.#failures += 1;
        if (this.#failures < policy.failureLimit) return;
        this.#status = 'error';
        this.#begin('error');
        return;
      case 'whole':
      case 'behind':
        // A sync that finds another status does not come to its end.
        if (this.#status !== 'connected') return;
        this.#failures = 0;
        if (step === 'whole') this.#readAll();
        return;
      case 'wait':
        this.#isFresh = false;
        return;
      case 'look':
        if (this.#status === 'connected' && !this.#isFresh && this.#trouble !== 'stale') this.#begin('stale');
        return;
      case 'reconnect':
        this.#status = 'connected';
        this.#failures = 0;
        this.#isFresh = true;
        return;
      case 'disconnect':
        this.#status = 'disconnecting';
        this.#trouble = null;
        this.#failures = 0;
    }
  }

  get maySync(): boolean {
    return this.#status === 'connected';
  }

  #begin(trouble: 'error' | 'stale'): void {
    this.#trouble = trouble;
    this.told.push(`connection.${trouble}`);
  }

  #readAll(): void {
    if (this.#trouble !== null) this.told.push('connection.recovered');
    if (!this.#wasWhole) this.told.push('connection.first_sync_finished');
    this.#trouble = null;
    this.#wasWhole = true;
    this.#isFresh = true;
  }
}

/** How often it is begun, and whether the first time dies before its transaction is committed. */
const steps = fc.array(
  fc.record({ step: fc.constantFrom(...STEPS), dies: fc.boolean(), times: fc.integer({ min: 1, max: 3 }) }),
  { minLength: 5, maxLength: 25 },
);

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet(policy);
  // A worker that dies when all is written and nothing is committed.
  await fleet.sql`create table deaths (is_near boolean)`;
  await fleet.sql`
    create function die() returns trigger language plpgsql security definer as $$
    begin
      if exists (select from deaths) then raise exception 'died'; end if;
      return null;
    end $$
  `;
  await fleet.sql`
    create constraint trigger die after insert or update on connection_directory
    deferrable initially deferred for each row execute function die()
  `;
});
afterAll(() => fleet.close());

async function take(member: FleetMember, model: Model, step: Step): Promise<() => Promise<unknown>> {
  const attempt = randomUUID();
  switch (step) {
    case 'fail':
      return () => fleet.fail(member, 'token_rejected', 'credential', attempt);
    case 'whole':
    case 'behind':
      return model.maySync ? () => fleet.work(member, step) : () => Promise.resolve();
    case 'wait':
      await fleet.goWithout(member, 3 * policy.intervalMs);
      return () => Promise.resolve();
    case 'look':
      return () => fleet.look();
    case 'reconnect':
      return () => fleet.reconnect(member);
    case 'disconnect':
      return model.maySync ? () => fleet.disconnect(member) : () => Promise.resolve();
  }
}

test('each fact is told once, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (course) => {
      const [member] = (await fleet.connect(1, 1)) as [FleetMember];
      const model = new Model();
      for (const { step, dies, times } of course) {
        if (step === 'disconnect' && !model.maySync) continue;
        const act = await take(member, model, step);
        if (dies) {
          await fleet.sql`insert into deaths values (true)`;
          await act().catch(() => undefined);
          await fleet.sql`delete from deaths`;
        }
        // What committed and was not heard of is done again.
        for (let time = 0; time < times; time += 1) await act();
        model.take(step);
      }
      const told = (await fleet.told(member)).map(({ type }) => type);
      await fleet.sql`delete from connections`;
      expect(inOrder(told)).toEqual(inOrder(model.told));
    }),
    { numRuns: 60 },
  );
}, 120_000);

/** Those of one transaction have no order. */
function inOrder(told: readonly string[]): string[] {
  return told
    .join(' ')
    .replaceAll(
      'connection.first_sync_finished connection.recovered',
      'connection.recovered connection.first_sync_finished',
    )
    .split(' ');
}
