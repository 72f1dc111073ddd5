import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { connectionHealthKey, connectionStatusKey } from '../../contract/names.js';
import { connectionHealth, connectionStatusOf } from './connection-health.js';
import type { ConnectionInput } from './connection-input.js';
import { currentDetails } from './current-details.js';
import type { ConnectionState } from './standing.js';

/** What operators read in the Temporal UI: current details, and the search attributes that changed. */
export function tellOperators(identity: Omit<ConnectionInput, 'state'>, state: ConnectionState): void {
  const health = connectionHealth(state);
  setCurrentDetails(currentDetails(identity, state, health));
  if (health === null) return; // in a moment the row will have been read
  const wanted = [
    { key: connectionStatusKey, value: connectionStatusOf(state) },
    { key: connectionHealthKey, value: health },
  ];
  const { typedSearchAttributes } = workflowInfo();
  const changed = wanted.filter(({ key, value }) => typedSearchAttributes.get(key) !== value);
  // Each upsert is an event and a visibility write: an idle cycle must not cost one.
  if (changed.length > 0) upsertSearchAttributes(changed);
}
