import type { Connection } from '../../shared/api/types.js';
import { formatCount, formatList } from '../../shared/format/numbers.js';
import { messages as merchantMessages } from '../../shared/merchant/messages.en.js';
import { messages } from './messages.en.js';

type Verification = NonNullable<Connection['verification']>;

/** What the last comparison with Shopify found, and which figures are others by it; a sentence each. */
export function verificationText(verification: Verification): readonly string[] {
  const { rowsCompared, rowsChanged, rowsAdded, rowsMissing, appsSkipped, figures } = verification;
  const { compared, asStored, changed, added, missing, skipped, figuresOf, figure } = messages.verification;
  const found = [
    [rowsChanged, changed],
    [rowsAdded, added],
    [rowsMissing, missing],
  ] as const;
  const differing = found.flatMap(([rows, inWords]) => (rows === 0 ? [] : [inWords(rows)]));
  const names = merchantMessages.corrections.figures;
  return [
    compared(formatCount(rowsCompared), differing.length === 0 ? asStored : formatList(differing)),
    ...(appsSkipped === 0 ? [] : [skipped(appsSkipped)]),
    ...(figures.length === 0
      ? []
      : [figuresOf(formatList(figures.map((one) => figure(names[one.figure], one.merchants))))]),
  ];
}
