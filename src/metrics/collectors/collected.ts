import type { Logger } from 'pino';
import { Counter, type Metric, type Registry } from 'prom-client';
import { PREFIX } from '../registry.js';
import type { Collector, CollectorScope, Declaration, Sample } from './collector.js';

/** Scrapers that come together are answered from one reading. */
const CACHED_MS = 5_000;
/** A scraper waits ten seconds as a rule, and is to hear of everything else. */
const PATIENCE_MS = 5_000;

interface Reading {
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  readonly atMs: number;
}

/**
 * What collectors read, read anew when somebody asks. One that fails, or is not done in time, is left out: what is old is
 * not shown as if it were new, and the rest is shown all the same.
 */
export function collectInto(
  registry: Registry,
  collectors: readonly Collector[],
  { logger, ...scope }: CollectorScope & { readonly logger: Logger },
): { readonly failed: (name: string, error: unknown) => string } {
  const failures = new Counter({
    name: `${PREFIX}collector_failures_total`,
    help: 'Readings of metrics that failed or were not done in time; what they would show is left out.',
    labelNames: ['collector'] as const,
    registers: [registry],
    // So that what fails in this scrape is told by it.
    collect: async () => {
      await refreshed();
      for (const { name } of unread) failures.inc({ collector: name });
    },
  });
  const readings = new Map<Collector, Reading>();
  let running: Promise<void> | null = null;
  const unread = new Set<Collector>();
  let readAtMs = Number.NEGATIVE_INFINITY;

  const failed = (name: string, error: unknown) => {
    failures.inc({ collector: name });
    logger.debug({ err: error, collector: name }, 'metrics could not be read');
    return '';
  };
  const readAll = async () => {
    // One after the other, so that a scrape takes one line of the pool at most.
    for (const collector of collectors) unread.add(collector);
    for (const collector of collectors) {
      try {
        readings.set(collector, { samples: await collector.read(scope), atMs: performance.now() });
      } catch (error) {
        failed(collector.name, error);
        readings.delete(collector);
      } finally {
        unread.delete(collector);
      }
    }
  };
  const refreshed = async () => {
    if (running === null && performance.now() - readAtMs > CACHED_MS) {
      running = readAll().finally(() => {
        running = null;
        readAtMs = performance.now();
      });
    }
    if (running !== null) await withPatience(running);
  };

  for (const collector of collectors) {
    failures.inc({ collector: collector.name }, 0);
    for (const [key, declaration] of Object.entries(collector.metrics)) {
      registry.registerMetric(
        new Collected(declaration, async () => {
          await refreshed();
          const reading = readings.get(collector);
          const isNew = reading !== undefined && performance.now() - reading.atMs <= CACHED_MS + PATIENCE_MS;
          return isNew ? (reading.samples[key] ?? []) : [];
        }) as unknown as Metric,
      );
    }
  }
  return { failed };
}

/** What prom-client asks of a metric. */
class Collected {
  readonly name: string;
  readonly help: string;
  readonly type: Declaration['type'];
  readonly labelNames: readonly string[];
  readonly aggregator = 'omit';

  constructor(
    { name, help, type, labelNames = [] }: Declaration,
    private readonly samples: () => Promise<readonly Sample[]>,
  ) {
    [this.name, this.help, this.type, this.labelNames] = [name, help, type, labelNames];
  }

  async get() {
    const { name, help, type, aggregator } = this;
    const values = (await this.samples()).map(({ value, labels = {}, part }) => {
      return { value, labels, ...(part === undefined ? {} : { metricName: `${name}_${part}` }) };
    });
    return { name, help, type, aggregator, values };
  }
}

async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
