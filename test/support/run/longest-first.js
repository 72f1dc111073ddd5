/*
 * Which files start first: those that take longest, so that none of them is left to one worker at the end. By kind, not
 * by what the last run took: a fresh machine knows no last run.
 */
const KINDS = [
  /\/e2e\/(settings|panel|panel-demo|revenue)\.e2e\.ts$/,
  /\.e2e\.ts$/,
  /any-delivery|planner|fold\.property|merchant-list|rebuild-merchants|unavailable/,
  /\/test\/(processes|canary|workflow)\//,
  /\/src\/(sync|activities)\/|\/api\/.*main\.integration/,
  /integration|property/,
];

export default class LongestFirst {
  sort(tests) {
    return [...tests].sort((a, b) => kindOf(a) - kindOf(b) || a.path.localeCompare(b.path));
  }

  /** `jest --shard`. */
  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, place) => place % shardCount === shardIndex - 1);
  }

  /** `jest --onlyFailures` is not kept account of. */
  allFailedTests() {
    return [];
  }

  cacheResults() {}
}

function kindOf({ path }) {
  const kind = KINDS.findIndex((pattern) => pattern.test(path));
  return kind === -1 ? KINDS.length : kind;
}
