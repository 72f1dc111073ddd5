import { type Instant, parseInstant } from '../values/instant.js';
import { World } from './world.js';
import { demoWorld } from './worlds/demo/demo-world.js';
import { generatedWorld } from './worlds/generated.js';
import { type WorldShape, worldShapes } from './worlds/shapes.js';

/** The options of the simulator's command line that say which world it serves. Sizes count for `generated` only. */
export const worldOptions = {
  world: { type: 'string', default: 'demo' },
  seed: { type: 'string', default: 'demo' },
  /** The world's today: ISO 8601 with a zone; now unless said otherwise. */
  anchor: { type: 'string' },
  organization: { type: 'string', default: '7654321' },
  token: { type: 'string', default: 'prtapi_generated_000000000000000000000007654321' },
  apps: { type: 'string', default: '2' },
  merchants: { type: 'string', default: '100' },
  transactions: { type: 'string', default: '1000' },
  events: { type: 'string', default: '400' },
  days: { type: 'string', default: '730' },
  /** How the rows lie in time. */
  shape: { type: 'string', default: 'even' },
  rowsPerInstant: { type: 'string', default: '1' },
  /** Of a hundred merchants so many have the first app; the others are dealt out. */
  firstAppPercent: { type: 'string', default: '0' },
} as const;

type Values = {
  readonly [Name in keyof typeof worldOptions]: Name extends 'anchor' ? string | undefined : string;
};

/** @throws in words for whoever typed the options */
export function worldOf(values: Values): World {
  const { world, seed } = values;
  switch (world) {
    case 'empty':
      return new World();
    case 'demo':
      return demoWorld({ seed, anchor: anchorOf(values) });
    case 'generated':
      return generatedWorld({
        seed,
        anchor: anchorOf(values),
        organizationId: values.organization,
        token: values.token,
        apps: count(values, 'apps', 1),
        merchants: count(values, 'merchants', 1),
        transactions: count(values, 'transactions', 0),
        events: count(values, 'events', 0),
        days: count(values, 'days', 1),
        shape: shapeOf(values),
        rowsPerInstant: count(values, 'rowsPerInstant', 1),
        firstAppPercent: count(values, 'firstAppPercent', 0),
      });
    default:
      throw new Error(`--world must be demo, generated or empty, not ${world}`);
  }
}

function anchorOf({ anchor = new Date().toISOString() }: Values): Instant {
  const instant = parseInstant(anchor);
  if (instant === null) throw new Error(`--anchor must be an ISO 8601 instant with a zone, not ${anchor}`);
  return instant;
}

function shapeOf({ shape }: Values): WorldShape {
  const known = worldShapes.find((name) => name === shape);
  if (known === undefined) throw new Error(`--shape must be one of ${worldShapes.join(', ')}, not ${shape}`);
  return known;
}

type Count = 'apps' | 'merchants' | 'transactions' | 'events' | 'days' | 'rowsPerInstant' | 'firstAppPercent';

// A row takes half a kilobyte of memory: ten million fit into no machine that this is for.
const MOST = 10_000_000;

function count(values: Values, name: Count, least: number): number {
  const text = values[name];
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > MOST) {
    throw new Error(`--${name} must be a whole number from ${least} to ${MOST}, not ${text}`);
  }
  return number;
}
