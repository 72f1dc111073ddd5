import { resolve } from 'node:path';
import { cruise, type IViolation } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { ruleSet } from './rules.js';

// Checks every import of src, web, client and examples: of this checkout, or of the folder named. Ends with 1 when one breaks a rule.
const root = resolve(process.argv[2] ?? '.');
const { output } = await cruise(
  ['src', 'web', 'client', 'examples'],
  {
    baseDir: root,
    validate: true,
    ruleSet,
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^dist/' },
    // Also the imports that are gone after compiling: an arrow of types ties two folders as well.
    tsPreCompilationDeps: true,
    preserveSymlinks: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
  { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.tsx', '.js'] },
  { tsConfig: extractTSConfig(resolve('tsconfig.json')) },
);
if (typeof output === 'string') throw new Error(output);

const comments = new Map(ruleSet.forbidden?.map(({ name, comment }) => [name, comment]));
const found = [
  ...new Set(output.summary.violations.map((violation) => `${violation.rule.name}: ${inWords(violation)}`)),
];

for (const arrow of found) console.log(`${arrow}\n    ${comments.get(arrow.split(':')[0]) ?? ''}`);
console.log(`${output.summary.totalCruised} modules: ${found.length} forbidden imports`);
if (found.length > 0) process.exitCode = 1;

/** `from → to`; a circle begins with the first of its files in the alphabet, so that it has one name. */
function inWords({ from, to, cycle }: IViolation): string {
  if (cycle === undefined) return `${from} → ${to}`;
  const names = cycle.map(({ name }) => name);
  const first = names.indexOf([...names].sort()[0] ?? '');
  const turned = [...names.slice(first), ...names.slice(0, first)];
  return [...turned, turned[0]].join(' → ');
}
