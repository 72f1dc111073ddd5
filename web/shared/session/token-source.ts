/** Where access tokens come from. They are kept in memory only, and never in an address. */
export interface TokenSource {
  /** Called once. `take` is given every token that comes, asked for or not. */
  listen(take: (token: string) => void): void;
  /** Asks for a new one. It comes by `take`, or not at all. */
  ask(): void;
}
