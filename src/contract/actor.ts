/** Who commands, for which Convot organization: a user (`sub` of the access token) or an operator. */
export interface Actor {
  readonly organizationId: string;
  readonly name: string;
}
