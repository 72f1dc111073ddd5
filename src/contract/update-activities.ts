/** Whose feed of merchants Convot is told. What it holds never enters workflow history. */
export interface UpdatesKey {
  readonly organizationId: string;
}

export interface ForwardInput extends UpdatesKey {
  /** How many times in a row some of it was refused. */
  readonly refusals: number;
  /** How long to wait then, should it be so again. Chosen by the workflow. */
  readonly retryInMs: number;
}

/**
 * `told`: everything that there was; `more`: some, and its time was over; `refused`: some was not accepted, and Convot is
 * not to be asked before.
 */
export type ForwardResult =
  { readonly outcome: 'told' | 'more' } | { readonly outcome: 'refused'; readonly waitMs: number };

/** What the workflow that tells a feed asks of the outside world; on the task queue of deliveries. */
export interface UpdateActivities {
  /** Sends what is next of an organization's feed, and notes how far it came. */
  forwardUpdates(input: ForwardInput): Promise<ForwardResult>;
}
