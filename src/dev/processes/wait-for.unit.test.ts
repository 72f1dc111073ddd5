import { waitFor } from './wait-for.js';

test('answers what the condition came to', async () => {
  let asked = 0;
  expect(await waitFor('the third time', () => ++asked >= 3 && `asked ${asked} times`, { intervalMs: 1 })).toBe(
    'asked 3 times',
  );
});

test('names what it waited for, and the last error', async () => {
  const failing = waitFor('the moon', () => Promise.reject(new Error('cloudy')), { timeoutMs: 10, intervalMs: 1 });
  await expect(failing).rejects.toThrow('Waited for the moon: not after 0.01 s. Last error: cloudy');
});

test('ends early when going on is pointless', async () => {
  const hopeless = waitFor('an answer', () => false, { giveUp: () => 'the server died' });
  await expect(hopeless).rejects.toThrow('Waited for an answer: the server died.');
});
