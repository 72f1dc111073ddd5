import { fileURLToPath } from 'node:url';

/**
 * Where things lie on disk. The one module that uses `import.meta`, which the CommonJS tests cannot run:
 * jest maps it to a stand-in of its own.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

export const paths = {
  /** The checkout, or the image's working directory. */
  root,
  /** Compiled JavaScript, made by `npm run build`. */
  dist: `${root}dist`,
  /** The pages, made by `npm run build`. */
  pages: `${root}dist/web`,
  migrations: `${root}src/postgres/migrations`,
  partnerSchema: `${root}src/simulator/schema/2026-07.graphql`,
  workflowBundle: `${root}dist/workflow-bundle.js`,
  /** Data and keys of the development servers; never committed. */
  local: `${root}.local`,
};
