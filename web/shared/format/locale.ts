/**
 * The locale of all that is formatted. The pages speak English, and a number, a date or a plural of another language
 * would stand in the middle of their sentences: the reader's own English, where the browser names one.
 */
export function englishOf(languages: readonly string[]): string {
  return languages.find((language) => /^en\b/i.test(language)) ?? 'en';
}

const { navigator } = globalThis as { navigator?: { languages: readonly string[] } };
export const LOCALE = englishOf(navigator?.languages ?? []);
