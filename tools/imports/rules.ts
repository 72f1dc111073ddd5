import type { IFlattenedRuleSet, IRegularForbiddenRuleType as Rule } from 'dependency-cruiser';
import { MAY_IMPORT } from './layers.js';

const TESTS = '\\.test\\.ts$';
/** What anything may be built of. */
const PURE_MODULES = '^src/values/';
/** `import type` leaves nothing at run time. `import { type X }` does: it loads the module. */
const VALUES = { dependencyTypesNot: ['type-only'] } satisfies Rule['to'];

/**
 * What decides, without a database or a network; each may import itself, the contract, `src/values`, and what
 * a page of Shopify's is.
 */
const PURE_PARTS: Readonly<Record<string, string>> = {
  'merchants-are-pure': '^src/merchants/(rules|definitions|telling)/',
  'revenue-is-pure': '^src/revenue/(figures|mrr-definitions)/',
  'planning-is-pure': '^src/sync/planning/',
  'erased-names-are-pure': '^src/erasure/(shop-names|row-names|raw-names)\\.ts$',
};
/** What pages share with the service: unions, and what is said to a person. */
const CONTRACT_OF_PAGES =
  '^src/contract/(connection-words|merchant-words|revenue-words|rule-names|error-sentences|problems)\\.ts$';

/** One folder of src may import the folders of its line in `MAY_IMPORT`, types included: who knows of whom is the layer. */
function layer([folder, others]: readonly [string, readonly string[]]): Rule {
  return {
    name: `layer-${folder}`,
    comment: `src/${folder} may import ${others.length === 0 ? 'no other folder' : others.join(', ')} of src.`,
    from: { path: `^src/${folder}/`, pathNot: TESTS },
    to: { path: '^src/[^/]+/', pathNot: ['values', folder, ...others].map((name) => `^src/${name}/`) },
  };
}

function pure([name, part]: readonly [string, string]): Rule {
  return {
    name,
    comment: 'What decides does no I/O, so that it can be tested and read by itself.',
    from: { path: part, pathNot: TESTS },
    to: { pathNot: [part, PURE_MODULES, '^src/(contract|partner/pages)/'], ...VALUES },
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
    name: 'no-root-modules',
    comment: 'Every module of src stands in a folder, whose line in tools/imports/layers.ts says whom it may know.',
    from: {},
    to: { path: '^src/[^/]+$' },
  },
  {
    name: 'pure-modules',
    comment: 'src/values is used by pure modules and by pages: its modules import nothing but each other.',
    from: { path: PURE_MODULES, pathNot: TESTS },
    to: { pathNot: PURE_MODULES, ...VALUES },
  },
  {
    name: 'workflows-are-replayed',
    comment:
      'Rule 1: workflows import values from their own modules, the contract, @temporalio/workflow and ' +
      '@temporalio/common only. ' +
      'Anything else breaks replay; Node built-ins do not exist there.',
    from: { path: '^src/(workflows|contract)/', pathNot: TESTS },
    to: { pathNot: ['^src/(workflows|contract)/', '^node_modules/@temporalio/(workflow|common)/'], ...VALUES },
  },
  {
    name: 'pools-from-one-place',
    comment: 'Pools are opened by connectPostgres only: see postgres/renewed-pool.ts. (The exceptions open none.)',
    from: {
      path: '^src/',
      pathNot: [TESTS, '^src/(postgres/client|merchants/derive/results/stored-rows|config/database-address)\\.ts$'],
    },
    to: { path: '^node_modules/postgres/', ...VALUES },
  },
  {
    name: 'pages-run-in-a-browser',
    comment:
      'From the service they take types, pure modules, the contract and the definitions; never what only Node has.',
    from: { path: '^web/', pathNot: [TESTS, '^web/vite\\.config\\.ts$'] },
    to: {
      path: '^(?!web/|node_modules/(react|react-dom|recharts|@tanstack/react-query)/)',
      pathNot: [PURE_MODULES, CONTRACT_OF_PAGES, '^src/merchants/definitions/'],
      ...VALUES,
    },
  },
  {
    name: 'taken-by-pages',
    comment: 'What pages take of the service runs in a browser too: it takes values of its own kind only.',
    from: { path: [CONTRACT_OF_PAGES, '^src/merchants/definitions/'], pathNot: TESTS },
    to: { pathNot: [CONTRACT_OF_PAGES, '^src/merchants/definitions/'], ...VALUES },
  },
  {
    name: 'client-stands-alone',
    comment: 'The client is packed by itself: it imports its own modules only.',
    from: { path: '^client/src/' },
    to: { pathNot: '^client/src/' },
  },
  {
    name: 'examples-are-a-users',
    comment: 'An example has what a user has: the packed client, packages, and its own folder.',
    from: { path: '^examples/([^/]+)/' },
    to: { path: '^(src|web|client|examples)/', pathNot: '^examples/$1/' },
  },
  {
    name: 'tests-stay-tests',
    comment: 'What is released knows neither tests nor benchmarks nor tools.',
    from: { path: '^(src|web|client|examples)/', pathNot: TESTS },
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
    comment:
      'A circle, of types too, can only be understood and changed as one module. (What is generated nobody changes.)',
    from: { pathNot: '^client/src/generated/' },
    to: { circular: true },
  },
];

export const ruleSet: IFlattenedRuleSet = {
  forbidden: [...Object.entries(MAY_IMPORT).map(layer), ...Object.entries(PURE_PARTS).map(pure), ...rules],
};
