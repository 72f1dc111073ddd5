/** An amount or a date, of which no line begins in the middle. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
