import { createHash } from 'node:crypto';
import { type Permission, PERMISSIONS } from '../contract/connection-words.js';
import { Ledger } from './ledger/ledger.js';
import type { LedgerRow } from './ledger/rows.js';

/** What a Partner API client may hold; Shopify calls them *View financials* and *Manage apps*. */

/**
 * How a field is refused that the token may not read. Shopify's own answer is not known, so tests choose:
 * `null` by the schema's rules (a refused `transactions`, which is non-null, takes the whole answer with it),
 * `partial` with only that field null, `http_403`.
 */
export interface Denial {
  readonly form: 'null' | 'partial' | 'http_403';
  readonly message: string;
  readonly code: string | null;
}

export interface Grant {
  readonly permissions: readonly Permission[];
  readonly denial: Denial;
}

export const defaultDenial: Denial = {
  form: 'null',
  message: 'Access denied. The API client lacks a permission.',
  code: null,
};

/** One Partner organization with its API clients. Tokens are known by their hash, as in the request log. */
export class Organization {
  readonly ledger = new Ledger();
  private readonly grants = new Map<string, Grant>();
  private readonly streams: RowStream[] = [];

  constructor(readonly id: string) {}

  issue(token: string, held: readonly Permission[] = PERMISSIONS, denial: Denial = defaultDenial): void {
    this.grants.set(tokenHash(token), { permissions: held, denial });
  }

  revoke(token: string): void {
    this.grants.delete(tokenHash(token));
  }

  /** Undefined: revoked, mistyped, or of another organization. */
  grant(hash: string): Grant | undefined {
    return this.grants.get(hash);
  }

  follow(stream: RowStream): void {
    this.streams.push(stream);
  }

  /** Lets happen what has happened by now. @param now microseconds */
  catchUp(now: number): void {
    for (const stream of this.streams) for (const row of stream.until(now)) this.ledger.put(row);
  }
}

/** Rows that come to be as time passes: each is handed out once, and the same seed gives the same rows for ever. */
export interface RowStream {
  until(now: number): Iterable<LedgerRow>;
}

/** Every organization this Partner API serves. */
export class World {
  private readonly organizations = new Map<string, Organization>();

  organization(id: string): Organization | undefined {
    return this.organizations.get(id);
  }

  found(id: string): Organization {
    let organization = this.organizations.get(id);
    if (organization === undefined) this.organizations.set(id, (organization = new Organization(id)));
    return organization;
  }
}

export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
