import type { IFlattenedRuleSet, IRegularForbiddenRuleType as Rule } from 'dependency-cruiser';
import { MAY_IMPORT } from './layers.js';

const TESTS = '\\.test\\.ts$';
/** Modules that anything may be built of: they import nothing but each other. */
const PURE_MODULES = '^src/values/';
/** `import type` leaves nothing at run time. `import { type X }` does: it loads the module. */
const VALUES = { dependencyTypesNot: ['type-only'] } satisfies Rule['to'];

/** The merchant rules themselves; what reads and writes their rows is named `store-…`, and `fold-…` runs both. */
const MERCHANT_IO = '^src/merchants/((store|fold)-[^/]+|result-tables)\\.ts$';
const REVENUE_IO = '^src/revenue/(read-revenue|store-[a-z-]+)\\.ts$';

/** One folder of src may import the folders of its line in `MAY_IMPORT`, types included: who knows of whom is the layer. */
function layer([folder, others]: readonly [string, readonly string[]]): Rule {
  return {
    name: `layer-${folder}`,
    comment: `src/${folder} may import ${others.length === 0 ? 'no other folder' : others.join(', ')} of src.`,
    from: { path: `^src/${folder}/`, pathNot: TESTS },
    to: { path: '^src/[^/]+/', pathNot: ['values', folder, ...others].map((name) => `^src/${name}/`) },
  };
}

const rules: readonly Rule[] = [
  {
    name: 'unlisted-folder',
    comment: 'A folder of src needs a line in tools/imports/layers.ts.',
    from: {},
    to: { path: '^src/[^/]+/', pathNot: Object.keys(MAY_IMPORT).map((name) => `^src/${name}/`) },
  },
  {
    name: 'root-modules',
    comment: 'The modules directly in src are for every folder: they know none, but for the parts of config.ts.',
    from: { path: '^src/[^/]+$', pathNot: TESTS },
    to: { path: '^src/[^/]+/', pathNot: '^src/config/' },
  },
  {
    name: 'pure-modules',
    comment:
      'Those at the head of tools/imports/rules.ts are used by pure modules and by pages: they import nothing else.',
    from: { path: PURE_MODULES },
    to: { pathNot: PURE_MODULES, ...VALUES },
  },
  {
    name: 'workflows-are-replayed',
    comment:
      'Rule 1: workflows import values from their own modules, @temporalio/workflow and @temporalio/common only. ' +
      'Anything else breaks replay; Node built-ins do not exist there.',
    from: { path: '^src/workflows/', pathNot: TESTS },
    to: { pathNot: ['^src/workflows/', '^node_modules/@temporalio/(workflow|common)/'], ...VALUES },
  },
  {
    name: 'pools-from-one-place',
    comment: 'Pools are opened by connectPostgres only: see postgres/renewed-pool.ts. (The exceptions open none.)',
    from: { path: '^src/', pathNot: [TESTS, '^src/(store/client|merchants/store-kept|config/database-address)\\.ts$'] },
    to: { path: '^node_modules/postgres/', ...VALUES },
  },
  {
    name: 'merchants-are-pure',
    comment: 'The merchant rules are pure: only merchants/store-*.ts and fold-*.ts touch the database.',
    from: { path: '^src/merchants/', pathNot: [TESTS, MERCHANT_IO] },
    to: { path: [MERCHANT_IO, '^(?!src/merchants/)'], pathNot: PURE_MODULES, ...VALUES },
  },
  {
    name: 'revenue-is-pure',
    comment: 'The figures are pure: only read-revenue.ts and store-*.ts read the database.',
    from: { path: '^src/revenue/', pathNot: [TESTS, REVENUE_IO] },
    to: { path: [REVENUE_IO, '^(?!src/revenue/)'], pathNot: PURE_MODULES, ...VALUES },
  },
  {
    name: 'pages-run-in-a-browser',
    comment:
      'From the service they take types, pure modules, the table of problems and the definitions; never what only Node has.',
    from: { path: '^web/', pathNot: [TESTS, '^web/vite\\.config\\.ts$'] },
    to: {
      path: '^(?!web/|node_modules/(react|react-dom|recharts|@tanstack/react-query)/)',
      pathNot: [PURE_MODULES, '^src/api/problems\\.ts$', '^src/merchants/definitions/'],
      ...VALUES,
    },
  },
  {
    name: 'taken-by-pages',
    comment: 'What pages take of the service runs in a browser too: it takes values of its own kind only.',
    from: { path: '^src/(api/problems|connections/messages|merchants/definitions/[^/]+)\\.ts$', pathNot: TESTS },
    to: { pathNot: '^src/(connections/messages\\.ts$|merchants/definitions/)', ...VALUES },
  },
  {
    name: 'tests-stay-tests',
    comment: 'What is released knows neither tests nor benchmarks nor tools.',
    from: { path: '^(src|web)/', pathNot: TESTS },
    to: { path: [TESTS, '^(test|bench|tools)/'] },
  },
  {
    name: 'released-packages',
    comment: 'Production installs no devDependencies; `npm start` does.',
    from: { path: '^src/', pathNot: [TESTS, '^src/dev/'] },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...VALUES },
  },
  {
    name: 'unresolvable',
    comment: 'Nothing is known of what cannot be found: the other rules would not see it.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-circles',
    comment: 'A circle, of types too, can only be understood and changed as one module.',
    from: {},
    to: { circular: true },
  },
];

export const ruleSet: IFlattenedRuleSet = { forbidden: [...Object.entries(MAY_IMPORT).map(layer), ...rules] };
