import { Csv } from '../present/csv.js';
import { changesSomething, type Entry } from '../request/route.js';
import { createLoadGate, type LoadGate } from './load-gate.js';

/**
 * One gate for each thing that is waited for, so that one that stands still keeps nobody from the others: the database
 * alone, Temporal too, Shopify too. A pool has ten connections, and a request needs one for milliseconds.
 */
export function createGates(): (entry: Entry) => LoadGate {
  // What is let in and has to wait is answered within a second, or not at all.
  const reads = createLoadGate({ running: 20, ofOne: 10, waitMs: 600 });
  // One waits three seconds for a Temporal that does not answer.
  const commands = createLoadGate({ running: 40, ofOne: 4, waitMs: 600 });
  // One waits as long as Shopify is given; people who connect have patience.
  const shopify = createLoadGate({ running: 50, ofOne: 20, waitMs: 5_000 });
  // A turn is some hundred lines of a file, not the file: whoever reads slowly keeps nobody waiting. In the middle of a
  // file giving up would be worse than waiting.
  const files = createLoadGate({ running: 4, ofOne: 2, waitMs: 10_000 });
  return (entry) => {
    if (entry.responses[200] === Csv || entry.readsAll === true) return files;
    if (entry.asksShopify === true) return shopify;
    return changesSomething(entry) ? commands : reads;
  };
}
