import { MRR_DEFINITIONS, type MrrDefinition } from '../../contract/mrr-definition-words.js';
import { type AgreeingRule, type DifferingRule, PUBLISHED_DEFINITIONS } from './published-rules.js';

/** All that is published of other definitions, in Markdown: printed into docs/mrr-definitions.md by `npm run docs`. */
export function mrrDefinitionsPage(): string {
  return [
    '# MRR by other definitions',
    'What Mantle, ChartMogul and ProfitWell publish of their MRR, and by which rules it differs from [ours](definitions.md#figures). Their figures are calculated here by these rules, from what Shopify tells; nothing is asked of them, and what they really show depends on how they are set up. Printed by running the code (`npm run docs`): the rules stand in `src/revenue/mrr-definitions/published-rules.ts`, what they come to in `differences.ts` beside it.',
    'Each rule is told in our words, from the page beside it, as a stored copy of it said that was read on 30 November 2026; of some copies only the beginning could be read. Where nothing is published, or a page does not speak of Shopify, what is assumed instead is said, here and wherever the figure is shown. Each currency stands for itself: what others convert into one is not converted here.',
    'Our MRR and the differences are theirs exactly, before each amount is rounded once. A difference of nothing is left out. Sales that Shopify sent without a shop are not looked for.',
    ...MRR_DEFINITIONS.map(section),
  ].join('\n\n');
}

function section(definition: MrrDefinition): string {
  const { name, rules } = PUBLISHED_DEFINITIONS[definition];
  const rows = rules.map(row);
  return [
    `## ${name}`,
    ['| subject | rule | differs by | source |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function row({ subject, sentence, assumption, source, difference }: AgreeingRule | DifferingRule): string {
  const rule = assumption === null ? sentence : `${sentence} _Assumed:_ ${assumption}`;
  const published = source === null ? 'not published' : `[${source.title}](${source.url})`;
  const differs = difference === null ? '–' : `\`${difference}\``;
  return `| ${subject.replaceAll('_', ' ')} | ${rule} | ${differs} | ${published} |`;
}
