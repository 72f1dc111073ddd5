import { connectionWorkflowId } from '../../../src/contract/names.js';
import { useTestApi } from '../servers/use-api.js';

let lastOrganization = 1_000_000;

/** An api for one test file, its owner, and Partner accounts that it may connect. */
export function useConnections() {
  const on = useTestApi();

  /** A Partner organization of the simulator that no test has used, with a token of its own. */
  function partner() {
    const partnerOrganizationId = String(++lastOrganization);
    const token = `prtapi_${partnerOrganizationId}${'c'.repeat(24)}`;
    const organization = on.api.simulator.world.found(partnerOrganizationId);
    organization.issue(token);
    return { partnerOrganizationId, token, organization };
  }

  async function connected(from = partner()) {
    const { partnerOrganizationId, token } = from;
    const body = { partnerOrganizationId, accessToken: token };
    const { json } = await on.api.send('POST', '/v1/connections', { token: on.owner, body });
    return { ...from, id: json.id };
  }

  async function signals(connectionId: string): Promise<string[]> {
    const { events } = await on.api.temporal.workflow.getHandle(connectionWorkflowId(connectionId)).fetchHistory();
    return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? []);
  }

  async function row(connectionId: string) {
    const [found] = await on.api.sql`select * from connections where id = ${connectionId}`;
    return found;
  }

  async function audited(connectionId: string | null): Promise<string[]> {
    const lines = await on.api.sql<{ action: string }[]>`
      select action from audit_log where connection_id is not distinct from ${connectionId} order by id
    `;
    return lines.map(({ action }) => action);
  }

  return Object.assign(on, { partner, connected, signals, row, audited });
}
