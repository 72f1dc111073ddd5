import type { FaultRuleInput } from '../../../src/simulator/faults/script.js';
import type { Simulator } from '../../../src/simulator/simulator.js';

/** What goes wrong at Shopify just now, several things beside each other. */
export class Upstream {
  readonly #rules = new Map<string, FaultRuleInput>();

  constructor(private readonly simulator: Pick<Simulator, 'faults' | 'log'>) {}

  /** @param seed of whatever happens by chance */
  begin(name: string, rule: Omit<FaultRuleInput, 'name'>, seed: string): void {
    this.#rules.set(name, { ...rule, name });
    this.simulator.faults.set([...this.#rules.values()], seed);
  }

  end(name: string): void {
    this.#rules.delete(name);
    this.simulator.faults.set([...this.#rules.values()]);
  }

  /** How many requests it happened to since one of this number. @param page of which there were rows, where it needs some */
  happened(name: string, since: number, page?: string): number {
    return this.simulator.log
      .list(since)
      .filter(({ faults }) => faults.includes(name))
      .filter(({ fields }) => page === undefined || fields.some(({ field, rows }) => field === page && rows > 0))
      .length;
  }

  get lastRequest(): number {
    return this.simulator.log.list().at(-1)?.number ?? 0;
  }
}
