import { FIGURES, MOVEMENT_MEANINGS } from './figures.js';
import { CONFIDENCES, DETAILS, EVENT_TYPES, STATUSES } from './merchant-words.js';
import { RISK_LEVEL_MEANINGS, RISKS } from './risk.js';
import { RULES } from './rules.js';
import { TERMS, UNKNOWABLE } from './terms.js';

/** All definitions on one page, in Markdown: printed into docs/definitions.md by `npm run docs`. */
export function definitionsPage(): string {
  return [
    '# Definitions',
    'What the words and numbers mean that are shown of a merchant, and by which rules they come about. Printed by running the code (`npm run docs`), so it says what the code does. The story of one merchant, row by row: `npm run cli -- explain --shop DOMAIN`.',
    section(
      'Status',
      'What a merchant is to one app: the first that fits. A shop that uninstalled is always churned.',
      'status',
      STATUSES,
    ),
    section('Detail', 'Why the status is so.', 'detail', DETAILS),
    section('Figures', null, 'figure', FIGURES),
    section(
      'Movements',
      'How MRR changes from one day to the next; together they are the change.',
      'movement',
      MOVEMENT_MEANINGS,
    ),
    section('Risk', 'Reasons why a customer may be about to leave.', 'reason', RISKS),
    table('level', RISK_LEVEL_MEANINGS),
    section('Words', null, 'word', TERMS),
    section('How sure it is', 'Each figure and each line of the history says so.', 'confidence', CONFIDENCES),
    section('History', 'The lines of a merchant’s history.', 'event', EVENT_TYPES),
    section('Rules', 'By their names, as `why` and the history carry them.', 'rule', RULES),
    `## What cannot be known\n\n${UNKNOWABLE.map((text) => `- ${text}`).join('\n')}`,
  ].join('\n\n');
}

type Definitions = Readonly<Record<string, string>>;

function section(title: string, intro: string | null, heading: string, definitions: Definitions): string {
  const body = table(heading, definitions);
  return [`## ${title}`, ...(intro === null ? [] : [intro]), body].join('\n\n');
}

function table(heading: string, definitions: Definitions): string {
  const rows = Object.entries(definitions).map(([name, meaning]) => `| ${name} | ${meaning} |`);
  return [`| ${heading} | meaning |`, '| --- | --- |', ...rows].join('\n');
}
