/** Stands in for src/process/paths.ts, which uses `import.meta`: the tests run as CommonJS, from the checkout. */
const root = `${process.cwd()}/`;

export const paths = {
  root,
  dist: `${root}dist`,
  pages: `${root}dist/web`,
  migrations: `${root}src/postgres/migrations`,
  partnerSchema: `${root}src/simulator/schema/2026-07.graphql`,
  workflowBundle: `${root}dist/workflow-bundle.js`,
  local: `${root}.local`,
};
