/** What became of one attempt to deliver a message. */
export type DeliveryAnswer =
  | { readonly status: number; readonly retryAfterMs: number | null }
  /** There was no answer: `timeout`, or the code that the system or the HTTP client gives the failure. */
  | { readonly error: string };

/**
 * Source: Standard Webhooks 1.0.0, "Delivery success and failure": 2xx is success, 410 says that nothing is wanted any
 * more, and anything else, redirects included, is a failure to be tried again.
 */
export function verdictOn(answer: DeliveryAnswer): 'delivered' | 'unwanted' | 'try_again' {
  if ('error' in answer) return 'try_again';
  if (answer.status >= 200 && answer.status < 300) return 'delivered';
  return answer.status === 410 ? 'unwanted' : 'try_again';
}

/**
 * Whether the receiver, or what stands before it, has too much to do: no fault of the message.
 * Source: RFC 6585, 4 (429); RFC 9110, 15.6.4 (503) and 15.6.5 (504).
 */
export function isOverload(answer: DeliveryAnswer): boolean {
  return 'error' in answer ? answer.error === 'timeout' : [429, 503, 504].includes(answer.status);
}

/** As operators see it. */
export function describeAnswer(answer: DeliveryAnswer): string {
  return 'error' in answer ? answer.error : String(answer.status);
}
