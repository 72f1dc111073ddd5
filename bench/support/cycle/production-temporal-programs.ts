import { join } from 'node:path';
import { isExecutable, type ProgramSearch } from '../../../src/dev/programs.js';
import { buildWithGo, findGo } from '../../../src/dev/temporal/build-with-go.js';

/** Temporal's production server, the version of docker-compose.yml up to its patch. */
const VERSION = '1.31.2';
const SERVER = { what: 'Temporal’s production server', from: 'go.temporal.io/server/cmd/server', version: VERSION };
const SQL_TOOL = { what: 'its schema tool', from: 'go.temporal.io/server/cmd/tools/sql', version: VERSION };

export interface TemporalPrograms {
  readonly server: string;
  /** Creates databases and their schema, which it carries inside. */
  readonly sqlTool: string;
}

/** The server and its schema tool, kept from an earlier run or built with Go: no other program is given out for it. */
export async function productionTemporalPrograms(search: ProgramSearch): Promise<TemporalPrograms> {
  const server = join(search.cache, `temporal-server-${VERSION}`);
  const sqlTool = join(search.cache, `temporal-sql-tool-${VERSION}`);
  if (isExecutable(server) && isExecutable(sqlTool)) return { server, sqlTool };
  const go = findGo(search.env);
  if (go === undefined) throw new Error('The production Temporal server is built with Go, which is not on the PATH.');
  search.say(
    `Temporal’s production server is built with Go, this once; it takes minutes, and is kept in ${search.cache}.`,
  );
  if (!isExecutable(server)) await buildWithGo(search, go, SERVER, server);
  if (!isExecutable(sqlTool)) await buildWithGo(search, go, SQL_TOOL, sqlTool);
  return { server, sqlTool };
}
