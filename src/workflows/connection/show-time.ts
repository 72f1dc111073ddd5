/** To the second and with its zone: who reads it may sit anywhere. Null for no time. */
export function showTime(iso: string | null): string | null {
  return iso === null ? null : `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
