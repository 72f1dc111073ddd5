import { z } from 'zod';
import type { CommandDeps } from '../../connections/commands/command-deps.js';
import type { ViewPolicy } from '../../connections/view/connection-view.js';
import { type Role, ROLES } from '../../contract/connection-words.js';
import type { ProblemCode } from '../../contract/problems.js';
import type { ErasedNames } from '../../erasure/erased-names.js';
import type { FeedWatch } from '../../merchants/changes/feed-watch.js';
import type { StartRefresh } from '../../merchants/refresh/start-refresh.js';
import type { Caller } from '../../sign-in/authenticate.js';
import type { Cursors } from './cursors.js';

export const everyone: readonly Role[] = ROLES;
export const ownerAndAdmin: readonly Role[] = ['owner', 'admin'];
export const ownerOnly: readonly Role[] = ['owner'];

/** What route handlers are given beside their input. */
export interface RouteDeps extends CommandDeps {
  readonly policy: ViewPolicy;
  readonly cursors: Cursors;
  readonly startRefresh: StartRefresh;
  readonly erasedNames: ErasedNames;
  readonly feedWatch: FeedWatch;
}

export interface RouteInput<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  /** When it came to be served, as `performance.now()` has it. */
  readonly beganAtMs: number;
}

/** There is nothing to tell yet: it is asked again once this resolves, and waits outside of its turn meanwhile. */
export type UntilNews = (signal: AbortSignal) => Promise<void>;

type Responses = Readonly<Record<number, z.ZodType>>;
type Answer<R extends Responses> = {
  [Status in keyof R & number]: {
    readonly status: Status;
    readonly body: z.input<R[Status]>;
    readonly untilNews?: UntilNews;
  };
}[keyof R & number];

/** An answer of the status that a route declares. */
export function answer<Status extends number, Body>(status: Status, body: Body) {
  return { status, body };
}

interface RouteSpec<
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodObject,
  R extends Responses,
> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Parameters in braces, as OpenAPI writes them. */
  readonly path: `/v1/${string}`;
  readonly summary: string;
  readonly roles: readonly Role[];
  readonly params?: Params;
  readonly query?: Query;
  /** Without one, a body is not looked at. An absent body stands for `{}` where every field may be left out. */
  readonly body?: Body;
  readonly responses: R;
  /** Problems beyond those that every route can answer with; for the documentation. */
  readonly problems?: readonly ProblemCode[];
  /** It changes nothing, though it is a POST: it asks for more than an address holds. */
  readonly readsOnly?: boolean;
  /** It goes through all merchants for its answer: few at a time, as files. */
  readonly readsAll?: boolean;
  /** Its answer waits for Shopify's. */
  readonly asksShopify?: boolean;
  /** Counted as one app that Shopify is asked for. */
  readonly addsApp?: boolean;
  readonly handle: (
    input: RouteInput<z.output<Params>, z.output<Query>, z.output<Body>>,
    deps: RouteDeps,
  ) => Promise<Answer<R>>;
}

type NoFields = z.ZodObject<Record<string, never>>;

/** A route with its types forgotten: the router, the OpenAPI document and the role test are made from these. */
export interface Route extends Omit<RouteSpec<z.ZodObject, z.ZodObject, z.ZodObject, Responses>, 'handle'> {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly handle: (
    input: RouteInput<unknown, unknown, unknown>,
    deps: RouteDeps,
  ) => Promise<{ status: number; body: unknown; untilNews?: UntilNews }>;
}

/** What is asked for, as far as it decides who may ask, and when. */
export interface Entry extends Pick<
  Route,
  'method' | 'roles' | 'responses' | 'readsOnly' | 'readsAll' | 'asksShopify'
> {
  readonly path: string;
  /** It tells whoever has a token for one shop of that shop alone. Every other entry refuses such a token. */
  readonly keepsToShop?: boolean;
}

/** Declares one route: who may call it, what it takes, what it answers. One without roles does not compile. */
export function route<
  R extends Responses,
  Params extends z.ZodObject = NoFields,
  Query extends z.ZodObject = NoFields,
  Body extends z.ZodObject = NoFields,
>(spec: RouteSpec<Params, Query, Body, R>): Route {
  // The router hands over only what `params`, `query` and `body` have parsed, so the input has the types forgotten here.
  return { params: z.strictObject({}), query: z.strictObject({}), ...spec } as unknown as Route;
}

/** What only reads may be repeated as it is; what changes something is one with its repetition by an `Idempotency-Key`. */
export function changesSomething({ method, readsOnly }: Pick<Route, 'method' | 'readsOnly'>): boolean {
  return method !== 'get' && readsOnly !== true;
}
