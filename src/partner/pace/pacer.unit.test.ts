import { Pacer, type Slot } from './pacer.js';

const never = new AbortController().signal;

/** The most requests that any second saw. */
function busiestSecond(sentAtMs: readonly number[]): number {
  return Math.max(...sentAtMs.map((from) => sentAtMs.filter((at) => at >= from && at < from + 1_000).length));
}

async function slotOf(pacer: Pacer): Promise<Slot> {
  const slot = await pacer.acquire(never, 60_000);
  if (slot === null) throw new Error('it took longer than a minute');
  return slot;
}

async function send(pacer: Pacer, count: number): Promise<number[]> {
  const sent: number[] = [];
  for (let request = 0; request < count; request += 1) {
    pacer.send(await slotOf(pacer));
    sent.push(performance.now());
  }
  return sent;
}

test('lets no more than its number through in any second', async () => {
  expect(busiestSecond(await send(new Pacer(40), 90))).toBeLessThanOrEqual(40);
});

test('one that gives up while waiting takes nobody’s place and frees none', async () => {
  const pacer = new Pacer(4);
  const sent = await send(pacer, 4);
  const impatient = new AbortController();
  const waiting = pacer.acquire(impatient.signal, 60_000);
  impatient.abort();
  await expect(waiting).rejects.toThrow();
  sent.push(...(await send(pacer, 2)));
  expect(busiestSecond(sent)).toBeLessThanOrEqual(4);
});

test('a request counts from when it leaves, not from when it was let through', async () => {
  const pacer = new Pacer(2);
  const late = await slotOf(pacer);
  const [first] = await send(pacer, 1);
  await Promise.race([pacer.acquire(never, 60_000), Promise.resolve()]);
  pacer.send(late);
  const lateAtMs = performance.now();
  const sent = [first ?? 0, lateAtMs, ...(await send(pacer, 2))];
  expect(busiestSecond(sent)).toBeLessThanOrEqual(2);
});

test('one that has no more time leaves the line, and its place is the next one’s', async () => {
  const pacer = new Pacer(1);
  await send(pacer, 1);
  const pressed = pacer.acquire(never, 20);
  const patient = slotOf(pacer);
  expect(await pressed).toBeNull();
  pacer.send(await patient);
});

test('a throttle although the limit was kept makes it slower for a while', async () => {
  const pacer = new Pacer(10);
  const sent = await send(pacer, 10);
  pacer.throttled(sent.at(-1) ?? 0);
  const slower = await send(pacer, 10);
  expect((slower.at(-1) ?? 0) - (slower[0] ?? 0)).toBeGreaterThan(1_000);
});

test('one that is aborted already gets no slot, and keeps none', async () => {
  const pacer = new Pacer(1);
  const gone = AbortSignal.abort(new Error('gone'));
  for (let time = 0; time < 4; time += 1) await expect(pacer.acquire(gone, 1_000)).rejects.toThrow('gone');
  pacer.send(await slotOf(pacer));
});

test('a slot that is granted as its taker leaves is free again', async () => {
  const pacer = new Pacer(1);
  for (let microtasks = 0; microtasks < 6; microtasks += 1) {
    const leaving = new AbortController();
    const taken = pacer.acquire(leaving.signal, 60_000);
    for (let count = 0; count < microtasks; count += 1) await Promise.resolve();
    leaving.abort();
    await taken.then(
      (slot) => slot && pacer.giveBack(slot),
      () => undefined,
    );
  }
  expect(await pacer.acquire(never, 100)).not.toBeNull();
});
