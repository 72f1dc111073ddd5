import { Pacer } from './pacer.js';

const never = new AbortController().signal;

/** The most requests that any second saw. */
function busiestSecond(sentAtMs: readonly number[]): number {
  return Math.max(...sentAtMs.map((from) => sentAtMs.filter((at) => at >= from && at < from + 1_000).length));
}

async function send(pacer: Pacer, count: number): Promise<number[]> {
  const sent: number[] = [];
  for (let request = 0; request < count; request += 1) {
    pacer.send(await pacer.acquire(never));
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
  const waiting = pacer.acquire(impatient.signal);
  impatient.abort();
  await expect(waiting).rejects.toThrow();
  sent.push(...(await send(pacer, 2)));
  expect(busiestSecond(sent)).toBeLessThanOrEqual(4);
});

test('a request counts from when it leaves, not from when it was let through', async () => {
  const pacer = new Pacer(2);
  const late = await pacer.acquire(never);
  const [first] = await send(pacer, 1);
  await Promise.race([pacer.acquire(never), Promise.resolve()]);
  pacer.send(late);
  const lateAtMs = performance.now();
  const sent = [first ?? 0, lateAtMs, ...(await send(pacer, 2))];
  expect(busiestSecond(sent)).toBeLessThanOrEqual(2);
});
