const LEAST_DISTINCT_BYTES = 12;

/**
 * Why these bytes, which should be random, were obviously not drawn at random; undefined when nothing speaks against it.
 * Chance makes fewer than one in 10^8 keys of 24 bytes look like this, and one in 10^10 of 32.
 * @returns words for the operator, to be read after "is"
 */
export function weaknessOf(key: Buffer): string | undefined {
  if (isText(key)) return 'text, not random bytes';
  if (isRepetition(key)) return 'a repetition';
  if (isSequence(key)) return 'a sequence';
  if (new Set(key).size < LEAST_DISTINCT_BYTES) return 'made of too few different bytes';
  return undefined;
}

/** Passwords, words such as "changeme", and random hexadecimal digits, which have half the strength. */
function isText(key: Buffer): boolean {
  try {
    return !/\p{C}/u.test(new TextDecoder('utf-8', { fatal: true }).decode(key));
  } catch {
    return false;
  }
}

function isRepetition(key: Buffer): boolean {
  for (let period = 1; period <= key.length / 2; period += 1) {
    if (key.subarray(period).equals(key.subarray(0, key.length - period))) return true;
  }
  return false;
}

function isSequence(key: Buffer): boolean {
  const step = (index: number) => ((key[index] ?? 0) - (key[index - 1] ?? 0) + 256) % 256;
  return key.every((_, index) => index < 2 || step(index) === step(1));
}
