import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { waitFor } from '../../../test/support/servers/wait-for.js';
import { createLoadGate, Shed } from './load-gate.js';

const PATIENT_MS = 60_000;
const client = () => new EventEmitter() as unknown as ServerResponse;

/** Work that lasts until it is ended, and notes that it began. */
function work(name: string, began: string[]) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const begin = async () => {
    began.push(name);
    await ended;
    return name;
  };
  return { begin, end: () => end() };
}

test('so many run at the same time, the next one when one ends, also when it fails', async () => {
  const gate = createLoadGate({ running: 2, ofOne: 2, waitMs: PATIENT_MS });
  const began: string[] = [];
  const [one, two] = [work('one', began), work('two', began)];
  const runs = [
    gate.run('a', client(), one.begin),
    gate.run('a', client(), two.begin),
    gate.run('a', client(), () => {
      began.push('three');
      return Promise.reject(new Error('fails'));
    }),
    gate.run('a', client(), () => Promise.resolve(began.push('four'))),
  ];
  await waitFor('two to begin', () => began.length === 2);
  one.end();
  const outcomes = await Promise.allSettled([runs[2], runs[3]]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  two.end();
  await Promise.all([runs[0], runs[1]]);
  expect(began).toEqual(['one', 'two', 'three', 'four']);
});

test('organizations take turns: who asks for much waits for itself', async () => {
  const gate = createLoadGate({ running: 1, ofOne: 1, waitMs: PATIENT_MS });
  const began: string[] = [];
  const first = work('first', began);
  const all = [
    gate.run('much', client(), first.begin),
    ...['much', 'much', 'much', 'little', 'other', 'little'].map((organization) =>
      gate.run(organization, client(), () => Promise.resolve(began.push(organization))),
    ),
  ];
  first.end();
  await Promise.all(all);
  expect(began).toEqual(['first', 'much', 'little', 'other', 'much', 'little', 'much']);
});

test('whose turn does not come in time is told so; what runs is not disturbed', async () => {
  const gate = createLoadGate({ running: 1, ofOne: 1, waitMs: 5 });
  const began: string[] = [];
  const first = work('first', began);
  const running = gate.run('a', client(), first.begin);
  const late = gate.run('b', client(), () => Promise.resolve(began.push('late')));
  await expect(late).rejects.toBeInstanceOf(Shed);
  await expect(late).rejects.toMatchObject({ code: 'unavailable' });
  first.end();
  expect(await running).toBe('first');
  expect(await gate.run('b', client(), () => Promise.resolve('again'))).toBe('again');
  expect(began).toEqual(['first']);
});

test('a client that goes away takes nobody’s turn', async () => {
  const gate = createLoadGate({ running: 1, ofOne: 1, waitMs: PATIENT_MS });
  const began: string[] = [];
  const first = work('first', began);
  const running = gate.run('a', client(), first.begin);
  const gone = client();
  const waits = gate.run('a', gone, () => Promise.resolve(began.push('gone')));
  await waitFor('it to wait', () => gone.listenerCount('close') === 1);
  gone.emit('close');
  await expect(waits).rejects.toBeInstanceOf(Shed);
  first.end();
  await running;
  await gate.run('a', client(), () => Promise.resolve(began.push('next')));
  expect(began).toEqual(['first', 'next']);
});

test('one organization has only so many at a time, whoever else is there', async () => {
  const gate = createLoadGate({ running: 3, ofOne: 2, waitMs: PATIENT_MS });
  const began: string[] = [];
  const [first, second] = [work('much', began), work('much', began)];
  const [third, other] = [work('much again', began), work('little', began)];
  const runs = [
    ...[first, second, third].map(({ begin }) => gate.run('much', client(), begin)),
    gate.run('little', client(), other.begin),
  ];
  await waitFor('three to begin', () => began.length === 3);
  expect(began).toEqual(['much', 'much', 'little']);
  other.end();
  await runs[3];
  expect(began).toHaveLength(3);
  first.end();
  await waitFor('the next one to begin', () => began.length === 4);
  for (const one of [second, third]) one.end();
  await Promise.all(runs);
  expect(began).toEqual(['much', 'much', 'little', 'much again']);
});
