/** One line of the doctor's. `note` is worth knowing, `warn` asks for somebody; only `FAIL` is wrong already. */
export interface DoctorLine {
  readonly level: 'ok' | 'note' | 'warn' | 'FAIL';
  readonly text: string;
  /** What it is about, for programs; some of it where it is much. */
  readonly details?: readonly object[];
}
