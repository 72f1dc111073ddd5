import type { ProcessGroup, RunningProcess } from '../../../src/dev/processes/process-group.js';
import { waitFor } from '../../../src/dev/processes/wait-for.js';
import { paths } from '../../../src/process/paths.js';
import type { LoggedRequest } from '../../../src/simulator/request-log.js';
import { control, loggedRequests } from '../../../src/simulator/testing.js';
import type { World } from '../../../src/simulator/world.js';
import { generatedWorld } from '../../../src/simulator/worlds/generated.js';
import type { WorldShape } from '../../../src/simulator/worlds/shapes.js';
import { type Instant, instantFromMs } from '../../../src/values/instant.js';

export interface AccountSize {
  readonly apps: number;
  readonly merchants: number;
  readonly transactions: number;
  readonly events: number;
  readonly days: number;
  readonly shape?: WorldShape;
  readonly rowsPerInstant?: number;
  readonly firstAppPercent?: number;
}

export interface AccountOptions extends AccountSize {
  readonly seed: string;
}

// A million rows are made, sorted and indexed in some ten seconds.
const START_TIMEOUT_MS = 120_000;

/** A Partner account with generated rows, served by a simulator that is a process of its own. */
export class PartnerAccount {
  readonly organizationId = '7654321';
  readonly token = 'prtapi_bench_00000000000000000000000000007654321';
  readonly anchor: Instant = instantFromMs(Date.now());

  #simulator: RunningProcess | undefined;

  private constructor(
    readonly options: AccountOptions,
    private readonly addresses: () => { url: string; controlUrl: string },
  ) {}

  static async start(processes: ProcessGroup, options: AccountOptions): Promise<PartnerAccount> {
    const lines: string[] = [];
    const account = new PartnerAccount(
      options,
      () => JSON.parse(lines[0] ?? '{}') as { url: string; controlUrl: string },
    );
    const { organizationId, token, anchor } = account;
    const named = { ...options, anchor, token, organization: organizationId };
    const simulator = await processes.start({
      name: 'simulator',
      command: process.execPath,
      args: [
        ...[`${paths.dist}/simulator/main.js`, '--world', 'generated'],
        ...Object.entries(named).map(([name, value]) => `--${name}=${String(value)}`),
      ],
      env: {},
      onLine: (line) => lines.push(line),
    });
    account.#simulator = simulator;
    await waitFor('the simulator', () => lines[0], {
      timeoutMs: START_TIMEOUT_MS,
      giveUp: () => (simulator.exit === undefined ? undefined : `it ended:\n${simulator.lastLines()}`),
    });
    return account;
  }

  async stop(): Promise<void> {
    await this.#simulator?.stop();
  }

  /** What `PARTNER_API_URL` is set to. */
  get url(): string {
    return this.addresses().url;
  }

  /** @param requestsPerSecond null is no limit @param latencyMs every answer takes at least so long */
  async behave({ requestsPerSecond, latencyMs }: { requestsPerSecond: number | null; latencyMs: number }) {
    await control(this.addresses(), 'PUT', 'rate-limit', { requestsPerSecond });
    await control(this.addresses(), 'PUT', 'latency', { ms: latencyMs });
  }

  /** It happens now, of all of them at once. */
  async uninstall(...pairs: readonly { readonly appNumber: string; readonly shopNumber: string }[]) {
    const occurredAt = instantFromMs(Date.now());
    const events = pairs.map(({ appNumber, shopNumber }) => ({
      ...{ type: 'RELATIONSHIP_UNINSTALLED', appNumber, shopNumber, occurredAt },
    }));
    await control(this.addresses(), 'POST', 'rows', { organizationId: this.organizationId, put: { events } });
  }

  /** @param after only those with a greater number */
  requests(after = 0): Promise<LoggedRequest[]> {
    return loggedRequests(this.addresses(), after);
  }

  /** Numbers go on. */
  async forgetRequests(): Promise<void> {
    await control(this.addresses(), 'DELETE', 'requests');
  }

  /** The same world once more, in this process: the seed makes it. */
  world(): World {
    const { options, anchor, organizationId, token } = this;
    return generatedWorld({ ...options, anchor, organizationId, token });
  }
}
