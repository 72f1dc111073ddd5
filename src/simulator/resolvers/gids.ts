import { parseGid } from '../../values/gid.js';
import { GraphqlRefusal } from '../graphql/refusal.js';

type Namespace = 'partners' | 'shopify';

/**
 * The number in an id that a query gave. A null id is not the same as none: it becomes an empty text and is refused.
 * @throws Refusal in Shopify's words, which say the namespace when only that is wrong.
 */
export function numberOf(id: string | null, namespace: Namespace, kind: string): string {
  const gid = parseGid(id ?? '');
  if (gid === null) throw new GraphqlRefusal(`Invalid GID '${id ?? ''}'`);
  if (gid.namespace !== namespace) {
    throw new GraphqlRefusal(`Invalid GID app name '${gid.namespace}'. Use '${namespace}' instead`);
  }
  if (gid.kind !== kind) throw new GraphqlRefusal(`Invalid GID '${id ?? ''}'`);
  return gid.number;
}

/** For filters: undefined when the argument was left out. */
export function numberIfGiven(id: string | null | undefined, namespace: Namespace, kind: string): string | undefined {
  return id === undefined ? undefined : numberOf(id, namespace, kind);
}

/** Kind and number of a charge: `transactions` and `App.events` write the namespace differently. */
export function chargeTail(id: string | null): string {
  const gid = parseGid(id ?? '');
  if (gid === null) throw new GraphqlRefusal(`Invalid GID '${id ?? ''}'`);
  return `${gid.kind}/${gid.number}`;
}
