import type { z } from 'zod';
import type { Merchant as MerchantSchema } from '../../../src/api/schemas/merchant.js';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN, demoWorld } from '../../../src/simulator/worlds/demo/demo-world.js';
import { instantFromMs } from '../../../src/values/instant.js';
import type { Installation } from '../servers/installation.js';
import { waitFor } from '../servers/wait-for.js';

export type Merchant = z.infer<typeof MerchantSchema>;

/** The merchants of the demonstration world, connected and synced for a Convot organization. */
export class DemoMerchants {
  private constructor(
    readonly organizationId: string,
    readonly connectionId: string,
    /** As the api tells of them. */
    readonly all: readonly Merchant[],
  ) {}

  static readonly #synced = new WeakMap<Installation, Promise<DemoMerchants>>();

  /** Once for an installation: a Partner account is connected to one organization only. */
  static async sync(installation: Installation, organizationId: string): Promise<DemoMerchants> {
    const syncing = this.#synced.get(installation) ?? this.#syncOnce(installation, organizationId);
    this.#synced.set(installation, syncing);
    const synced = await syncing;
    if (synced.organizationId === organizationId) return synced;
    throw new Error(`The demonstration belongs to ${synced.organizationId} here.`);
  }

  static async #syncOnce(installation: Installation, organizationId: string): Promise<DemoMerchants> {
    const { world, clock } = installation.simulator;
    const told = demoWorld({ seed: 'pages', anchor: instantFromMs(clock()) }).found(DEMO_ORGANIZATION_ID).ledger;
    const organization = world.found(DEMO_ORGANIZATION_ID);
    organization.issue(DEMO_TOKEN);
    organization.ledger.load([...told.transactions.all, ...told.allEvents()]);

    const call = (method: string, path: string, body?: unknown) =>
      installation.call(organizationId, method, `/v1/${path}`, body);
    const account = { partnerOrganizationId: DEMO_ORGANIZATION_ID, accessToken: DEMO_TOKEN };
    const { json } = await call('POST', 'connections', account);
    const connectionId = String(json['id']);
    await waitFor(
      'the demonstration account to be synced',
      async () => {
        const connection = (await call('GET', `connections/${connectionId}`)).json;
        return connection['phase'] === 'idle' && (connection['progress'] as { backfilled: boolean }).backfilled;
      },
      { timeoutMs: 60_000 },
    );
    return new DemoMerchants(organizationId, connectionId, await listAll(call));
  }

  /** The first that is so. Shops that asked to be forgotten have no address of their own and are left out. */
  find(what: string, isWanted: (merchant: Merchant) => boolean): Merchant {
    const found = this.all.find((merchant) => merchant.name !== 'REDACTED' && isWanted(merchant));
    if (found === undefined) throw new Error(`The demonstration world has no merchant who is ${what}.`);
    return found;
  }
}

async function listAll(call: (method: string, path: string) => ReturnType<Installation['call']>): Promise<Merchant[]> {
  const all: Merchant[] = [];
  let after: string | null = '';
  while (after !== null) {
    const { json } = await call(
      'GET',
      `merchants?limit=100${after === '' ? '' : `&cursor=${encodeURIComponent(after)}`}`,
    );
    const { items, nextCursor } = json as unknown as { items: Merchant[]; nextCursor: string | null };
    all.push(...items);
    after = nextCursor;
  }
  return all;
}
