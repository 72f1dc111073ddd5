import { inspect } from 'node:util';
import type { ConnectionView } from '../../../src/connections/view/connection-view.js';
import type { FaultRuleInput } from '../../../src/simulator/faults/script.js';
import { generatedWorld, type GeneratedWorldOptions } from '../../../src/simulator/worlds/generated.js';
import { instantFromMs } from '../../../src/values/instant.js';
import { expectEveryRow, ledgerKeys, storedKeys } from './ledger.js';
import { type AccountOptions, startSyncedAccount, type SyncedAccount, viewOf } from './synced-account.js';

const PARTNER_ORGANIZATION = '4242';
const TOKEN = 'prtapi_test_faults_000000000000001';
/** Stands in bodies that must not show up anywhere. */
export const CANARY = 'canary-in-the-body';

export interface FailedSync {
  readonly code: string;
  readonly kind: string;
}

/** An account whose Partner API does as the faults say, and what must be true of it whatever they are. */
export class FaultedAccount {
  private constructor(readonly account: SyncedAccount) {}

  static async start(
    size: Partial<GeneratedWorldOptions> = {},
    options: Partial<AccountOptions> = {},
  ): Promise<FaultedAccount> {
    const organization = { partnerOrganizationId: PARTNER_ORGANIZATION, token: TOKEN, ...options };
    const world = generatedWorld({
      seed: 'faults',
      anchor: instantFromMs(Date.now() - 3_600_000),
      organizationId: PARTNER_ORGANIZATION,
      token: TOKEN,
      apps: 2,
      merchants: 20,
      transactions: 330,
      events: 230,
      rowsPerInstant: 3,
      days: 60,
      ...size,
    });
    return new FaultedAccount(await startSyncedAccount(world, organization));
  }

  get organization() {
    return this.account.simulator.world.found(PARTNER_ORGANIZATION);
  }

  faults(...rules: FaultRuleInput[]): void {
    this.account.simulator.faults.set(rules, 'seed');
  }

  /** How often the rules have fired, so that a test can show that it was not empty. */
  fired(): number {
    return this.account.simulator.faults.state.reduce((sum, { fired }) => sum + fired, 0);
  }

  heal(): void {
    this.faults();
  }

  /** As the workflow would, until one sync has nothing left to do. Failures on the way are tried again. */
  async untilOk(syncs = 60): Promise<void> {
    let end = 'no sync';
    for (let count = 0; count < syncs; count += 1) {
      end = await this.#syncOnce();
      if (end === 'ok') return;
    }
    throw new Error(`Not in order after ${syncs} syncs: ${end}`);
  }

  /** Syncs until one is in order for every app: a page that was refused holds back its own app only. */
  async untilOkForAll(syncs: number): Promise<void> {
    for (let count = 0; count < syncs; count += 1) {
      if ((await this.#syncOnce()) !== 'ok') continue;
      const troubled = await this.account.sql`select from apps where problem is not null`;
      if (troubled.length === 0) return;
    }
    throw new Error(`Not in order for all apps after ${syncs} syncs`);
  }

  /** Syncs until one fails, which a fault that lasts must make it do. */
  async untilFailed(budgetMs = 3_000): Promise<FailedSync> {
    const ends: string[] = [];
    while (ends.length < 8) {
      try {
        ends.push((await this.account.sync({ budgetMs })).end.outcome);
      } catch (error) {
        return failedSync(error);
      }
    }
    throw new Error(`No sync failed: ${ends.join(', ')}`);
  }

  async #syncOnce(): Promise<string> {
    try {
      return (await this.account.sync()).end.outcome;
    } catch (error) {
      return `failed with ${failedSync(error).code}`;
    }
  }

  storedKeys() {
    return storedKeys(this.account.sql);
  }

  ledgerKeys() {
    return ledgerKeys(this.account.simulator, PARTNER_ORGANIZATION);
  }

  /** Every row, each once, and no other. */
  async expectWhole(): Promise<void> {
    await expectEveryRow(this.account, PARTNER_ORGANIZATION);
  }

  /** Without the fault, everything comes to be stored. */
  async expectHealed(): Promise<void> {
    this.heal();
    await this.untilOk();
    await this.expectWhole();
  }

  /** As its owner sees it. */
  async view(): Promise<ConnectionView> {
    return viewOf(this.account);
  }

  close(): Promise<void> {
    return this.account.close();
  }
}

/** Why a sync failed, after making sure that it tells neither what was sent nor what was received. */
function failedSync(error: unknown): FailedSync {
  const told = inspect(error, { depth: 20, showHidden: true });
  if (told.includes(TOKEN) || told.includes(CANARY)) throw new Error('An error tells what nobody may read.');
  const { cause } = error as { cause?: Partial<FailedSync> };
  if (cause?.code === undefined || cause.kind === undefined) throw error;
  return { code: cause.code, kind: cause.kind };
}
