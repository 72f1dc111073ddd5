import { beforeSending } from '../postgres/postgres-statement.js';
import type { Sql, TransactionSql } from '../postgres/sql.js';
import type { OpenSpan, Tracing } from './spans.js';
import { errorCode, inSpan } from './tracing.js';

const FACTS = { 'db.system.name': 'postgresql' };

type Work = (open: TransactionSql) => Promise<unknown>;

/**
 * A pool whose transactions and statements are spans of whatever asks for them; what nobody traces, such as a look at the
 * health, begins no trace of its own. A statement is told by its verb and its table: never its text, never a value.
 */
export function tracedSql(sql: Sql, tracing: Tracing | null): Sql {
  if (tracing === null) return sql;

  const watched = <T extends Sql | TransactionSql>(target: T): T =>
    new Proxy(target, {
      apply(make, _this, args: Parameters<Sql>) {
        const made = make(...args) as object;
        beforeSending(made, (statement, send) => {
          if (tracing.isWithinSpan()) {
            const name = statementName(args[0]);
            settleWith(statement, tracing.begin({ name, kind: 'client', facts: FACTS }));
          }
          send(statement);
        });
        return made;
      },
    });

  const begin = (mode: string, work: Work) => {
    const run = () => sql.begin(mode, (open) => work(watched(open)));
    return tracing.isWithinSpan() ? inSpan(tracing, { name: 'transaction', kind: 'client', facts: FACTS }, run) : run();
  };

  return new Proxy(watched(sql), {
    get: (target, name): unknown => (name === 'begin' ? begin : Reflect.get(target, name)),
  });
}

function settleWith(
  statement: { resolve: (value: unknown) => void; reject: (error: unknown) => void },
  span: OpenSpan,
) {
  const { resolve, reject } = statement;
  statement.resolve = (value) => {
    span.end();
    resolve(value);
  };
  statement.reject = (error) => {
    span.end({}, errorCode(error));
    reject(error);
  };
}

// A word behind `from` is no table where the table itself is put in.
const TABLE = '(?!(?:where|cross|left|lateral|order|join|on)\\b)([a-z_]+)';
const READS = new RegExp(`\\bfrom ${TABLE}(?![a-z_(])`);
const WRITES = new RegExp(
  `\\b(insert) into ${TABLE}|\\b(delete) from ${TABLE}|\\b(update) ${TABLE}(?: as)?(?: [a-z]+)? set\\b`,
);

/** `insert transactions`, of the words of the template alone: what is put into it is not looked at. */
export function statementName(strings: unknown): string {
  const text = Array.isArray(strings) ? strings.join(' ').replace(/\s+/g, ' ') : '';
  const write = WRITES.exec(text)?.slice(1).filter(Boolean);
  if (write !== undefined) return write.join(' ');
  const [, table] = READS.exec(text) ?? [];
  return table === undefined ? 'select' : `select ${table}`;
}
