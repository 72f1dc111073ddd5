import { notifyManager, QueryClient, QueryObserver } from '@tanstack/react-query';
import { keepFailures } from './keep-failures.js';

/* What a page is told of a query that failed before it had anything, while it is asked again. */
const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
keepFailures(queries.getQueryCache());
afterEach(() => queries.clear());

function follow(queryKey: string, answers: readonly (string | Error)[]) {
  const left = [...answers];
  const observer = new QueryObserver(queries, {
    queryKey: [queryKey],
    queryFn: () => {
      const answer = left.shift() ?? 'the last';
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  const seen: string[] = [];
  // As React's hooks do: what holds once a batch of changes is over.
  const look = () => {
    const { status, error, data } = observer.getCurrentResult();
    const now = [status, error?.message ?? data].join(' ').trim();
    if (seen.at(-1) !== now) seen.push(now);
  };
  const leave = observer.subscribe(notifyManager.batchCalls(look));
  const ask = async () => {
    await observer.refetch();
    await new Promise<void>((told) => notifyManager.schedule(told));
  };
  return { seen, leave, ask };
}

test('a failure stays until there is an answer', async () => {
  const { seen, ask, leave } = follow('one', [new Error('no'), new Error('no'), new Error('never'), 'yes']);
  for (let times = 0; times < 4; times += 1) await ask();
  expect(seen).toEqual(['error no', 'error never', 'success yes']);
  leave();
});

test('it is not kept beyond the answer, nor for another query', async () => {
  const first = follow('one', [new Error('no'), 'yes']);
  await first.ask();
  await first.ask();
  first.leave();
  queries.clear();
  const [again, other] = [follow('one', ['more']), follow('two', ['other'])];
  await Promise.all([again.ask(), other.ask()]);
  expect([again.seen, other.seen]).toEqual([['success more'], ['success other']]);
  for (const { leave } of [again, other]) leave();
});
