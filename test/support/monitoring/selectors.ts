/** What an expression reads. */
export interface Selector {
  readonly metric: string;
  /** By which labels it is chosen. */
  readonly labels: readonly string[];
}

const KEYWORDS = new Set(['and', 'or', 'unless', 'bool', 'offset']);
const GROUPING = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
/** A name that is no function's, with its matchers. */
const SELECTOR = /(?<![\w.:])([a-zA-Z_:][\w:]*)(?![\w:]|\s*\()(?:\s*\{([^}]*)\})?/g;

/** The selectors of a PromQL expression, as far as rules and dashboards write it: no comments, no `{__name__=…}`. */
export function selectorsIn(expression: string): Selector[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/\[[^\]]*\]/g, '')
    .replace(GROUPING, ' ');
  return [...bare.matchAll(SELECTOR)]
    .map(([, metric = '', matchers = '']) => {
      return { metric, labels: [...matchers.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label) };
    })
    .filter(({ metric }) => !KEYWORDS.has(metric));
}
