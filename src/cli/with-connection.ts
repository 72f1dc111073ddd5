import { readEnvironment } from '../config/config.js';
import type { CommandDeps } from '../connections/commands/command-deps.js';
import { Refusal } from '../connections/commands/refusal.js';
import { findOrganizationOf } from '../connections/store/connection-directory.js';
import type { Actor } from '../contract/actor.js';
import { operatorName, withCommands, withDatabase } from './operator.js';

/**
 * Runs one command for a connection that the operator knows only by its id: its tenant is looked up in the directory.
 * @throws in words, when there is no such connection or the command is refused
 */
export async function withConnection<T>(
  connectionId: string,
  work: (deps: CommandDeps, actor: Actor) => Promise<T>,
): Promise<T> {
  const organizationId = await withDatabase(readEnvironment(), (sql) => findOrganizationOf(sql, connectionId));
  if (organizationId === undefined) throw new Error(`There is no connection ${connectionId}.`);
  return withCommands(async (deps) => {
    try {
      return await work(deps, { organizationId, name: operatorName() });
    } catch (error) {
      if (error instanceof Refusal) throw new Error(`Refused: ${error.message}`, { cause: error });
      throw error;
    }
  });
}
