import { type Connection, isGrpcServiceError } from '@temporalio/client';
import {
  connectionHealthKey,
  connectionStatusKey,
  convotOrganizationIdKey,
  partnerOrganizationIdKey,
} from '../../contract/names.js';

/** What workflows are found by in Temporal's UI; all are keywords. */
export const searchAttributeNames = [
  convotOrganizationIdKey,
  partnerOrganizationIdKey,
  connectionStatusKey,
  connectionHealthKey,
].map(({ name }) => name);

// gRPC's own number for it.
const UNIMPLEMENTED = 12;

// INDEXED_VALUE_TYPE_KEYWORD. @temporalio/proto, which names it, cannot be imported by name from an ES module.
const KEYWORD = 2;

/**
 * Adds the search attributes that the namespace lacks: a server refuses workflows that use unknown ones.
 * Several processes may do this at once.
 * @returns the names of those added now
 */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return [];
  try {
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
  } catch (error) {
    // Somebody else may have added them in between.
    if ((await missingSearchAttributes(connection, namespace)).length > 0) throw error;
  }
  return missing;
}

export async function missingSearchAttributes(connection: Connection, namespace: string): Promise<string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return searchAttributeNames.filter((name) => !(name in customAttributes));
  } catch (error) {
    // The time-skipping test server takes new ones, but cannot list them.
    const status: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
    if (status === UNIMPLEMENTED) return searchAttributeNames;
    throw error;
  }
}
