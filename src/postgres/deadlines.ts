import type { Sql, TransactionSql } from 'postgres';
import { CodedError } from '../values/coded-error.js';
import { sendInOneMessage, writtenValue } from './one-message.js';
import type { PoolSockets } from './pool-sockets.js';
import type { PoolUse } from './pool-use.js';
import { beforeSending, type Statement } from './postgres-statement.js';

interface Wait {
  ticks: number;
  readonly giveUp: () => void;
}

type Work = (open: TransactionSql) => Promise<unknown>;

/**
 * Time is counted in ticks of a running process: one that was frozen, or whose machine was, must read what came
 * meanwhile before it judges.
 */
const TICK_MS = 1_000;
/** postgres.js itself gives up first, and tells whoever waits. */
const END_MARGIN_MS = 100;
/** `read_only_sql_transaction`. Source: PostgreSQL manual, appendix A. */
const READ_ONLY = '25006';

/** What a pool is watched by. */
export interface PoolWatch {
  readonly lines: PoolSockets;
  readonly use: PoolUse;
  /** How long anything may wait; 0 for ever. */
  readonly deadlineMs: number;
  /** Told when a statement was refused because the server takes no writes. */
  readonly onReadOnly: () => void;
}

/**
 * A pool that lets nobody wait for ever, for a line, for an answer, or for `begin` and `commit`.
 *
 * A line can be dead without either end knowing: its other end has no power, or a router forgot it. The server's own
 * timeouts never come over such a line, and the kernel goes on sending for a quarter of an hour. So when something has
 * waited for `deadlineMs`, every line that said nothing for as long is destroyed, and all that was under way on it fails
 * with `CONNECTION_CLOSED`; a `commit` too, whose outcome nobody knows then. What only waits for its turn has done
 * nothing to a line, and fails a moment later with `ETIMEDOUT`. The deadline must be longer than the server's for a
 * statement and for an idle transaction: a line that carries either is then never silent for so long.
 *
 * Statements of reserved connections have no deadline.
 */
export function withDeadlines(sql: Sql, { lines, use, deadlineMs, onReadOnly }: PoolWatch): Sql {
  use.add(lines);
  const waits = new Waits(lines, Math.ceil(deadlineMs / TICK_MS));
  const wait = (giveUp: () => void) => (deadlineMs === 0 ? () => undefined : waits.begin(giveUp));

  const watched = <T extends Sql | TransactionSql>(target: T, take: () => () => void): T =>
    new Proxy(target, {
      apply(make, _this, args: Parameters<Sql>) {
        const made = make(...written(args)) as object;
        beforeSending(made, (statement, send) => {
          sendInOneMessage(statement);
          watch(statement, take());
          send(statement);
        });
        return made;
      },
    });
  const watch = (statement: Statement, giveBack: () => void): void => {
    const { resolve, reject } = statement;
    const done = wait(() => {
      giveBack();
      reject(late());
    });
    statement.resolve = (value) => {
      done();
      giveBack();
      resolve(value);
    };
    statement.reject = (error) => {
      done();
      giveBack();
      if (codeOf(error) === READ_ONLY) onReadOnly();
      reject(error);
    };
  };

  const begin = (...args: [mode: string, work: Work] | [work: Work]) =>
    new Promise((resolve, reject) => {
      const [mode, work] = args.length === 2 ? args : ['', ...args];
      let isGivenUp = false;
      const giveUp = () => {
        isGivenUp = true;
        reject(late());
      };
      let done = wait(giveUp);
      let giveBack = use.wait();
      const outcome = sql.begin(mode, async (open) => {
        done();
        giveBack();
        giveBack = use.take();
        // Its turn came after all: it is rolled back, and nobody's work is done.
        if (isGivenUp) throw late();
        try {
          return await work(watched(open, () => () => undefined)); // the line is the transaction's
        } finally {
          done = wait(giveUp);
        }
      });
      void outcome.then(resolve, reject).finally(() => {
        done();
        giveBack();
      });
    });

  return new Proxy(
    watched(sql, () => use.send()),
    {
      get(target, name): unknown {
        if (name === 'begin') return begin;
        if (name !== 'end') return Reflect.get(target, name);
        return async (options?: { timeout?: number }) => {
          await endedWithin(target, options);
          lines.destroyAll();
          use.remove(lines);
        };
      },
    },
  );
}

/**
 * What `end` was called of before knows only the time that it was given then, and postgres.js waits for ever for a line
 * that closes with something under way after that; so each call keeps to its own time.
 */
async function endedWithin(sql: Sql, options: { timeout?: number } | undefined): Promise<void> {
  const ended = sql.end(options);
  if (options?.timeout === undefined) return ended;
  let timer: NodeJS.Timeout | undefined;
  const lateMs = options.timeout * 1_000 + END_MARGIN_MS;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, lateMs)));
  await Promise.race([ended, late]);
  clearTimeout(timer);
}

/** Who waits, and the one timer that counts for all of them while somebody does. */
class Waits {
  readonly #waits = new Set<Wait>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly lines: PoolSockets,
    private readonly deadlineTicks: number,
  ) {}

  /** @returns ends the wait */
  begin(giveUp: () => void): () => void {
    const wait = { ticks: 0, giveUp };
    this.#waits.add(wait);
    if (this.#timer === undefined) {
      this.lines.listenAnew();
      this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
    }
    return () => void this.#waits.delete(wait);
  }

  #tick(): void {
    this.lines.tick();
    let isSomebodyLate = false;
    for (const wait of this.#waits) {
      wait.ticks += 1;
      isSomebodyLate ||= wait.ticks >= this.deadlineTicks;
      // One tick later, so that those whose line is destroyed hear it from postgres.js, and in its order.
      if (wait.ticks > this.deadlineTicks) {
        this.#waits.delete(wait);
        wait.giveUp();
      }
    }
    // The first tick of a wait is cut short, and holds what was said before it.
    if (isSomebodyLate) this.lines.destroySilent(this.deadlineTicks - 1);
    if (this.#waits.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** The values of a template; what is called as a function makes lists of names and of rows. */
function written(args: Parameters<Sql>): Parameters<Sql> {
  const [first, ...values] = args as unknown as [unknown, ...unknown[]];
  const isTemplate = Array.isArray(first) && 'raw' in first;
  return isTemplate ? ([first, ...values.map(writtenValue)] as unknown as Parameters<Sql>) : args;
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const late = (): Error => new CodedError('ETIMEDOUT', 'The database did not answer in time.');
