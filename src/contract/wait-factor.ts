/**
 * The next wait as a share of the interval. The first one is spread over the whole interval by the connection's id,
 * so that a mass restart does not make all connections sync together; later ones vary by a tenth, so that they do not
 * fall into step.
 */
export function waitFactor(connectionId: string, isFirstWait: boolean): number {
  return isFirstWait ? (fnv1a(connectionId) + 1) / 2 ** 32 : 0.9 + Math.random() * 0.2;
}

/** FNV-1a, 32 bits: any even spread will do, and the workflow sandbox has no crypto. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
