import type { Feed } from '../../src/partner/pages/feed.js';
import { generatedWorld } from '../../src/simulator/worlds/generated.js';
import { instantFromMs, instantToMicros } from '../../src/values/instant.js';
import { timedSync } from './timed-sync.js';

const anchor = instantFromMs(Date.UTC(2026, 10, 1));
const base = { seed: '7', anchor, organizationId: '1', token: 't', apps: 4, merchants: 1300, transactions: 10_000, events: 4_000, days: 730 };
const worlds = {
  even: base,
  growing: { ...base, shape: 'growing' },
  billing: { ...base, shape: 'billing' },
  migration: { ...base, shape: 'migration' },
  oneApp: { ...base, apps: 10, firstAppShare: 0.97 },
  instants: { ...base, rowsPerInstant: 450 },
} as const;

test('worlds', () => {
  const lines: string[] = [];
  for (const [name, options] of Object.entries(worlds)) {
    const world = generatedWorld(options);
    const { ledger } = world.found('1');
    const rows = new Map<string, number[]>();
    const feeds: Feed[] = [{ kind: 'transactions' }];
    rows.set('transactions', ledger.transactions.all.map(({ at }) => at).reverse());
    for (const app of ledger.apps.keys()) {
      feeds.push({ kind: 'events', appNumber: app });
      rows.set(`events/${app}`, ledger.events(app).all.map(({ at }) => at).reverse());
    }
    for (const latencyMs of [50, 300, 800]) for (const mostPages of (process.env.WIDTHS ?? '8').split(',').map(Number)) {
      try {
        const r = timedSync({ rows, feeds, nowMicros: instantToMicros(anchor), latencyMs, mostPages });
        lines.push(`${name.padEnd(10)} ${latencyMs} w${mostPages} share ${r.share.toFixed(2)} s ${r.seconds.toFixed(2)} needed ${r.needed} pages ${r.pages} empty ${r.empty} wasted ${r.wasted.toFixed(3)} req ${r.requests} windows ${r.mostWindows} left ${r.left} rows ${r.rows}`);
        if (process.env.LOG === name) lines.push(...r.log);
      } catch (error) { lines.push(`${name} ${latencyMs} ${String(error)}`); }
    }
  }
  process.stdout.write(lines.join('\n') + '\n');
});
