import { randomUUID } from 'node:crypto';
import { prepareSync } from '../../../src/connections/store/sync-status.js';
import type { Sql } from '../../../src/postgres/sql.js';
import { withTenant } from '../../../src/postgres/tenant.js';

/** Messages to Convot in a test's database, as a fold would have written them. */
export class Outbox {
  readonly organizationId = `org_${randomUUID()}`;
  readonly connectionId = randomUUID();
  #written = 0;

  private constructor(
    /** Bound by no tenant. */
    private readonly sql: Sql,
  ) {}

  /** That of a connection of its own. */
  static async open(sql: Sql): Promise<Outbox> {
    const outbox = new Outbox(sql);
    const { organizationId, connectionId } = outbox;
    await withTenant(sql, organizationId, async (tenant) => {
      await sql`
        insert into connections (organization_id, id, partner_organization_id, status, connected_by, connected_at)
        values (${organizationId}, ${connectionId}, '4242', 'connected', 'owner', now())
      `;
      await prepareSync(tenant, connectionId);
    });
    return outbox;
  }

  /** One that is due. @returns its id */
  async write(payload = '{"type":"merchant.uninstalled"}'): Promise<string> {
    this.#written += 1;
    const id = `msg_${this.connectionId.slice(0, 8)}_${this.#written}`;
    await this.sql`
      insert into webhook_messages (
        organization_id, connection_id, id, app_number, shop_number, type, payload, state, due_at
      )
      values (
        ${this.organizationId}, ${this.connectionId}, ${id}, 7, 9, 'merchant.uninstalled', ${payload}::text::json,
        'pending', now()
      )
    `;
    return id;
  }

  async find(id: string) {
    const [message] = await this.sql<
      { state: string; attempts: number; lastAnswer: string | null; dueAt: string | null }[]
    >`select state, attempts, last_answer, due_at from webhook_messages where id = ${id}`;
    return message;
  }
}
