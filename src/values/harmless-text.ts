// Breaks of lines and pages, however they are encoded.
const BLANKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// Marks of direction: invisible, and needless where a text stands by itself.
const MARKS = /[\u061c\u200e\u200f]/g;
// The rest of what moves a terminal's cursor, and what turns the direction of text that follows
// (https://www.unicode.org/reports/tr9/, explicit formatting).
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text that somebody else wrote, on one line and without power over what stands around it, on a page as in a terminal.
 * What could have some is shown as U+FFFD, so that it is seen to be there.
 */
export function harmless(text: string): string {
  return text.replace(BLANKS, ' ').replace(MARKS, '').replace(CONTROLS, '\uFFFD');
}
