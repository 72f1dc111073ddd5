import { connectPostgres } from '../../../src/postgres/client.js';
import type { Sql } from '../../../src/postgres/sql.js';

/** Databases of one server, each a copy of the migrated one that it was started with. */
export class Databases {
  #made = 0;

  /** @param template address of the migrated database, which nobody may stay connected to; its role is a superuser */
  constructor(private readonly template: string) {}

  /** A new database with every migration applied and no rows. @returns its address, of the superuser */
  create(): Promise<string> {
    return this.#createFrom(new URL(this.template).pathname.slice(1));
  }

  /** A new database without a table. @returns its address, of the superuser */
  createEmpty(): Promise<string> {
    return this.#createFrom('template0');
  }

  async #createFrom(template: string): Promise<string> {
    this.#made += 1;
    const name = `bench_${this.#made}`;
    await this.#administer((sql) => sql`create database ${sql(name)} template ${sql(template)}`);
    return this.#url(name);
  }

  /** Cuts what is still connected. */
  async drop(url: string): Promise<void> {
    const name = new URL(url).pathname.slice(1);
    await this.#administer((sql) => sql`drop database ${sql(name)} with (force)`);
  }

  async #administer(work: (sql: Sql) => PromiseLike<unknown>): Promise<void> {
    const sql = connectPostgres(this.#url('postgres'), { applicationName: 'bench', max: 1, statementTimeoutMs: 0 });
    try {
      await work(sql);
    } finally {
      await sql.end();
    }
  }

  #url(name: string): string {
    const url = new URL(this.template);
    url.pathname = `/${name}`;
    return url.href;
  }
}
