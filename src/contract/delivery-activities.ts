/** Which message; the payload stays in Postgres and never enters workflow history. */
export interface MessageKey {
  readonly organizationId: string;
  readonly messageId: string;
}

export interface DeliverInput extends MessageKey {
  /** How long to wait after this attempt if it fails; null after the last one. Chosen by the workflow. */
  readonly retryInMs: number | null;
}

/** `settled`: delivered, given up, or no longer to be sent. */
export type DeliverResult = { readonly outcome: 'settled' } | { readonly outcome: 'failed'; readonly waitMs: number };

/** What the webhook workflow asks of the outside world; on a task queue of its own. */
export interface DeliveryActivities {
  /** One attempt: posts the message as it is stored and notes what came of it. */
  deliver(input: DeliverInput): Promise<DeliverResult>;
}
