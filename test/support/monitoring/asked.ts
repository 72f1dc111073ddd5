import { readDashboards } from './dashboards.js';
import type { Exposition } from './exposition.js';
import { readRules } from './rules.js';
import { type Selector, selectorsIn } from './selectors.js';

/** Added by the scrape. */
const TARGET_LABELS = ['job', 'instance'];

/** All that rules and dashboards ask Prometheus for. */
export function askedSelectors(): Selector[] {
  const ofRules = readRules().groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  const ofDashboards = readDashboards().flatMap(({ panels }) => panels.flatMap(({ targets }) => targets));
  return [...ofRules, ...ofDashboards.map(({ expr }) => expr)].flatMap(selectorsIn);
}

/** Those that none of the targets could answer, each once: no such metric, or none with the labels that choose it. */
export function unanswered(asked: readonly Selector[], targets: readonly Exposition[]): string[] {
  const isShown = ({ metric, labels }: Selector) =>
    targets.some((target) => {
      const known = target.get(metric);
      // Without a sample nothing is known of its labels.
      const hasAll = labels.every((label) => known?.has(label) === true || TARGET_LABELS.includes(label));
      return known !== undefined && (known.size === 0 || hasAll);
    });
  const describe = ({ metric, labels }: Selector) => `${metric}{${labels.join()}}`;
  return [...new Set(asked.filter((selector) => !isShown(selector)).map(describe))];
}
