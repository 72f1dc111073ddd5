/**
 * Letters of three bytes each that no compression shortens: what Postgres compresses would hide a limit of its indexes.
 * The same for the same seed.
 */
export function randomLetters(count: number, seed = 1): string {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCodePoint(0x4e00 + (state % 20_000));
  }).join('');
}

/** Codes of the shape that is taken for a currency. */
export function currencyCodes(count: number): string[] {
  const letter = (place: number) => String.fromCodePoint(65 + (Math.floor(place) % 26));
  return Array.from({ length: count }, (_, index) => letter(index / 676) + letter(index / 26) + letter(index));
}
