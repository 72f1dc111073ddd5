import type { Sql } from './sql.js';

/** Longer than a statement may take and a connection may idle (see `connectPostgres`): then nothing is left to wait for. */
const RETIREMENT_MS = 120_000;
/** So often at most is a pool replaced because nothing can be written, and so long it is kept: there are two at a time. */
const READ_ONLY_REST_MS = 5_000;
/** A server that lets everyone in and drops them again would otherwise have us make pools without end. */
const MOST_RETIRED = 50;

/** What of a pool says that it is better replaced. */
export interface PoolEvents {
  readonly onClose: () => void;
  readonly onReadOnly: () => void;
}

/**
 * A pool that is replaced once one of its connections has closed, whatever closed it.
 *
 * postgres.js 3.4.9 opens a closed connection again with what its object has left over from before: a message that was
 * never sent goes in front of the greeting, which Postgres then waits for in vain, so that every use of that connection
 * fails after the time to connect, for as long as the process lives; or its first statement is told the last words of
 * the one before (https://github.com/porsager/postgres/issues/1216). Besides, where one line is dead its neighbours are
 * suspect. A new pool has nothing left over. Statements that
 * the old one was given are carried out by it; its connections end when they have idled long enough.
 *
 * A server that takes no writes is one that the address may no longer lead to: after a failover the lines to what was the
 * primary work, and would be kept for as long as they are used. So the pool is replaced then, too.
 *
 * @param open makes a pool, and has it tell of each connection that closes, and of each refusal to write
 */
export function renewedPool(open: (told: PoolEvents) => Sql): Sql {
  const retired = new Map<Sql, NodeJS.Timeout>();
  let isWorn = false;
  let retiresAfterMs = RETIREMENT_MS;
  let openedAtMs = 0;
  let pool = opened();

  function opened(): Sql {
    isWorn = false;
    retiresAfterMs = RETIREMENT_MS;
    openedAtMs = performance.now();
    const made = open({
      // Nothing is left over of a connection that never came about: no server has told its parameters.
      onClose: () => {
        if (made === pool && Object.keys(made.parameters).length > 0) isWorn = true;
      },
      onReadOnly: () => {
        if (made !== pool || performance.now() - openedAtMs < READ_ONLY_REST_MS) return;
        isWorn = true;
        retiresAfterMs = READ_ONLY_REST_MS;
      },
    });
    return made;
  }

  /** The pool for a new statement. */
  function present(): Sql {
    if (!isWorn || retired.size >= MOST_RETIRED) return pool;
    const worn = pool;
    retired.set(worn, setTimeout(() => retire(worn), retiresAfterMs).unref());
    pool = opened();
    return pool;
  }

  /** postgres.js waits for ever for a connection that closes with something under way after `end` was called. */
  function retire(worn: Sql): void {
    const forget = () => retired.delete(worn);
    retired.set(worn, setTimeout(() => void worn.end({ timeout: 0 }).finally(forget), RETIREMENT_MS).unref());
    void worn.end().finally(forget);
  }

  async function endAll(options?: { timeout?: number }): Promise<void> {
    for (const timer of retired.values()) clearTimeout(timer);
    await Promise.all([pool, ...retired.keys()].map((each) => each.end(options)));
    retired.clear();
  }

  return new Proxy(pool, {
    apply: (_target, _this, args: Parameters<Sql>) => present()(...args),
    get: (_target, name): unknown => (name === 'end' ? endAll : Reflect.get(present(), name)),
  });
}
