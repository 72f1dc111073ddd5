/** What is wrong with one variable of the environment, in words that never show its value. */
export interface Complaint {
  readonly name: string;
  readonly message: string;
}
