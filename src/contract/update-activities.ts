/** Whose feed of merchants Convot is told. What it holds never enters workflow history. */
export interface UpdatesKey {
  readonly organizationId: string;
}

export interface ForwardInput extends UpdatesKey {
  /** How long to wait should Convot take nothing. Chosen by the workflow. */
  readonly retryInMs: number;
}

/** `told`: everything that there was; `more`: some; `refused`: nothing. Convot is not to be asked before `waitMs` are over. */
export type ForwardResult =
  { readonly outcome: 'told' } | { readonly outcome: 'more' | 'refused'; readonly waitMs: number };

/** What the workflow that tells a feed asks of the outside world; on a task queue of its own. */
export interface UpdateActivities {
  /** Sends what is next of an organization's feed, and notes how far it came. */
  forwardUpdates(input: ForwardInput): Promise<ForwardResult>;
}
