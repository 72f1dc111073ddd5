/** Finds a text in bytes, also encoded: as it is, in base64 at any of its three alignments, in hex, URL-encoded. */
export class TracesOf {
  readonly #forms: readonly Buffer[];

  constructor(text: string) {
    const bytes = Buffer.from(text);
    const base64 = [0, 1, 2].map((shift) => base64Core(bytes, shift));
    const hex = bytes.toString('hex');
    const percent = [...bytes].map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
    const texts = [
      ...[text, encodeURIComponent(text), text.replaceAll('_', '%5F'), percent],
      ...base64,
      ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
      ...[hex, hex.toUpperCase()],
    ];
    this.#forms = [...new Set(texts)].map((form) => Buffer.from(form));
  }

  in(haystack: Buffer | string): boolean {
    const bytes = typeof haystack === 'string' ? Buffer.from(haystack) : haystack;
    return this.#forms.some((form) => bytes.includes(form));
  }
}

/** What the bytes become in base64 when `shift` others stand before them and any others after them. */
function base64Core(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + bytes.length) * 8) / 6);
  return encoded.slice(first, last);
}
