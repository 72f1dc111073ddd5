import type { ShopPair } from '../../merchants/read/shops.js';
import { timeWords } from '../../merchants/telling/phrases.js';
import type { Chapter, PairTelling } from '../../merchants/telling/tell-pair.js';

/** A story as lines for a terminal: who and as of when, what they are today, what happened, the other figures. */
export function storyLines(
  organization: string,
  pair: ShopPair,
  telling: PairTelling,
  unread: readonly string[],
): string[] {
  const { myshopifyDomain, shopNumber, appName, appNumber, connectionId, asOf } = pair;
  return [
    `${myshopifyDomain} (shop ${shopNumber}) and ${appName ?? 'an app without a name'} (app ${appNumber})`,
    `Organization ${organization}, connection ${connectionId}, as of ${timeWords(asOf)} UTC`,
    ...notes(pair, unread),
    '',
    ...telling.standing,
    '',
    ...telling.chapters.flatMap(chapterLines),
    '',
    ...telling.figures,
    '',
  ];
}

function notes({ isHidden, isMarked }: ShopPair, unread: readonly string[]): string[] {
  return [
    ...(isHidden ? ['The app was taken away, so this is in no figure that is shown.'] : []),
    ...(isMarked ? ['Rows of it changed and are still to be derived: the pages may show something older.'] : []),
    ...(unread.length > 0 ? [`Rows that this version cannot read, and left out: ${unread.join(', ')}`] : []),
  ];
}

const INDENT = ' '.repeat(2);

function chapterLines({ at, sent, rowId, conclusions }: Chapter): string[] {
  return [
    `${timeWords(at)}  ${sent ?? 'Time passed; nothing was sent.'}`,
    ...conclusions.map((conclusion) => `${INDENT}→ ${conclusion}`),
    ...(rowId === null ? [] : [`${INDENT}${rowId}`]),
  ];
}
