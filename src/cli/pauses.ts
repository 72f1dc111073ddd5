import { readEnvironment } from '../config/config.js';
import { pause, resume } from '../connections/commands/pause.js';
import { pauseAll, resumeAll } from '../connections/commands/pause-all.js';
import { operatorName, withDatabase } from './operator.js';
import { print } from './print.js';
import { withConnection } from './with-connection.js';

const ALL_ARE_PAUSED = 'All connections are paused: `resume --all` ends that.';

export async function pauseOne(id: string): Promise<void> {
  print((await withConnection(id, (deps, actor) => pause(deps, actor, id))) ? 'paused' : 'paused already');
}

export async function pauseEvery(): Promise<void> {
  const connections = await withDatabase(readEnvironment(), (sql) => pauseAll(sql, operatorName()));
  print(`paused: ${connections} connections, and those that are made until \`resume --all\``);
}

/** Says what still keeps the connection from going on. */
export async function resumeOne(id: string): Promise<void> {
  const { wasPaused, isStillPaused } = await withConnection(id, (deps, actor) => resume(deps, actor, id));
  print(wasPaused ? 'resumed' : 'not paused by itself');
  if (isStillPaused) print(ALL_ARE_PAUSED);
}

/** Says when the last of them goes on, and which do not. */
export async function resumeEvery(): Promise<void> {
  const environment = readEnvironment();
  const resumed = await withDatabase(environment, (sql) => resumeAll(sql, operatorName(), environment.SYNC_INTERVAL));
  if (resumed === null) {
    print('all connections are not paused');
    return;
  }
  const { spreadMs, stillPaused } = resumed;
  print(
    `resumed: syncs begin within half a minute${spreadMs < 1_000 ? '' : `, the last ${Math.ceil(spreadMs / 1000)} s later`}`,
  );
  for (const id of stillPaused) print(`${id}  stays paused by itself`);
}
