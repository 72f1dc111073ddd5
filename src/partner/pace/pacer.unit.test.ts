import { Pacer, type Slot } from './pacer.js';
import type { TurnAnswer } from './turns.js';

const never = new AbortController().signal;
const refused = (waitMs: number): TurnAnswer => ({ granted: false, waitMs });

async function slotOf(pacer: Pacer): Promise<Slot> {
  const slot = await pacer.acquire(never, 60_000);
  if (slot === null) throw new Error('it took longer than a minute');
  return slot;
}

test('one at a time asks for a turn, in the order in which they came', async () => {
  const pacer = new Pacer(4);
  const asking: string[] = [];
  const first = await slotOf(pacer);
  const others = ['second', 'third'].map(async (name) => {
    const slot = await slotOf(pacer);
    asking.push(name);
    slot.release();
  });
  expect(await pacer.acquire(never, 20)).toBeNull();
  expect(asking).toEqual([]);
  first.release();
  await Promise.all(others);
  expect(asking).toEqual(['second', 'third']);
});

test('nobody asks before there is something to be had', async () => {
  const pacer = new Pacer(4);
  pacer.answered(refused(60_000));
  expect(await pacer.acquire(never, 20)).toBeNull();
  pacer.answered(refused(0));
  (await slotOf(pacer)).release();
});

test('what goes before all others does not stand in line', async () => {
  const pacer = new Pacer(4);
  await slotOf(pacer);
  pacer.skipLine().release();
  expect(await pacer.acquire(never, 20)).toBeNull();
});

test('one that gives up while it waits, or has no more time, leaves its place to the next', async () => {
  const pacer = new Pacer(4);
  const first = await slotOf(pacer);
  const impatient = new AbortController();
  const waiting = pacer.acquire(impatient.signal, 60_000);
  const pressed = pacer.acquire(never, 20);
  const patient = slotOf(pacer);
  impatient.abort();
  await expect(waiting).rejects.toThrow();
  expect(await pressed).toBeNull();
  first.release();
  (await patient).release();
});

test('one that is aborted already gets no slot, and keeps none', async () => {
  const pacer = new Pacer(4);
  const gone = AbortSignal.abort(new Error('gone'));
  for (let time = 0; time < 4; time += 1) await expect(pacer.acquire(gone, 1_000)).rejects.toThrow('gone');
  (await slotOf(pacer)).release();
});

test('a slot that is granted as its taker leaves is free again', async () => {
  const pacer = new Pacer(4);
  for (let microtasks = 0; microtasks < 8; microtasks += 1) {
    const leaving = new AbortController();
    const taken = pacer.acquire(leaving.signal, 60_000);
    for (let count = 0; count < microtasks; count += 1) await Promise.resolve();
    leaving.abort();
    await taken.then(
      (slot) => slot?.release(),
      () => undefined,
    );
  }
  expect(await pacer.acquire(never, 1_000)).not.toBeNull();
});

test('the first requests of a process have more room on their way than those after them', () => {
  const pacer = new Pacer(4);
  const first = pacer.marginMs;
  for (let request = 0; request < 40; request += 1) pacer.sent();
  expect(pacer.marginMs).toBeLessThan(first / 2);
  expect(pacer.marginMs).toBeGreaterThan(0);
});

test('after a rest it has to connect again, and the next requests have that room once more', () => {
  const pacer = new Pacer(4);
  const first = pacer.marginMs;
  for (let request = 0; request < 40; request += 1) pacer.sent(performance.now() - 60_000);
  expect(pacer.marginMs).toBe(first);
  pacer.sent();
  expect(pacer.marginMs).toBeLessThan(first);
  expect(pacer.marginMs).toBeGreaterThan(first / 2);
});
