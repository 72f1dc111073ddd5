import { join } from 'node:path';
import { freePortFrom } from '../../../src/dev/processes/ports.js';
import { paths } from '../../../src/process/paths.js';
import { composeEnvironment } from '../../../test/support/run/compose-file.js';

// The schema keeps ports in a smallint (cluster_membership.rpc_port): above it the server does not start.
const [LOWEST_PORT, HIGHEST_PORT] = [20_000, 32_000];

/**
 * The server's configuration as docker-compose.yml has it, on the loopback interface and without TLS. What is not said
 * there is as in the template that the server's image carries (temporalio/temporal, config_template_embedded.yaml).
 * JSON is YAML.
 * @param database the cluster, with a superuser's password
 */
export async function productionTemporalConfig(database: URL): Promise<{ address: string; config: string }> {
  const ports = await freePorts(8);
  const service = () => {
    const [grpcPort, membershipPort] = ports.splice(0, 2);
    return { rpc: { grpcPort, membershipPort, bindOnIP: '127.0.0.1' } };
  };
  const address = `127.0.0.1:${String(ports[0])}`;
  const config = {
    log: { stdout: true, level: 'warn' },
    persistence: {
      numHistoryShards: Number(composeEnvironment('temporal')['NUM_HISTORY_SHARDS']),
      defaultStore: 'default',
      visibilityStore: 'visibility',
      datastores: { default: store(database, 'temporal', 20), visibility: store(database, 'temporal_visibility', 10) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: service(), matching: service(), history: service(), worker: service() },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: address },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    publicClient: { hostPort: address },
    dynamicConfigClient: {
      filepath: join(paths.root, 'tools', 'docker', 'temporal', 'dynamic-config.yaml'),
      pollInterval: '60s',
    },
  };
  return { address, config: JSON.stringify(config) };
}

function store(database: URL, databaseName: string, maxConns: number) {
  return {
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: database.host,
      connectProtocol: 'tcp',
      user: database.username,
      password: database.password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  // From anywhere: several may be starting servers on this machine.
  let from = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
  while (ports.length < count) {
    const port = await freePortFrom(from);
    ports.push(port);
    from = port + 1;
  }
  return ports;
}
