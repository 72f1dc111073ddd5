import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

// Lints texts as if they were the files named, and prints what is wrong with each: for lint-rules.test.ts, because ESLint
// is an ES module. The rules that need types are left out: they would want the files to be there, and take a minute.
const eslint = new ESLint({
  overrideConfig: { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
});
const found: string[][] = [];
for (const [filePath, text] of JSON.parse(process.argv[2] ?? '[]') as [string, string][]) {
  const [result] = await eslint.lintText(text, { filePath });
  found.push((result?.messages ?? []).map(({ message }) => message));
}
process.stdout.write(JSON.stringify(found));
