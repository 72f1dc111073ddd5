/** What owners are shown, as far as it is judged. */
export interface ShownStatus {
  readonly status: string;
  readonly phase: string;
  readonly consecutiveFailures: number;
  readonly error: { readonly code: string } | null;
  readonly warnings: readonly { readonly code: string }[];
}

/** What is so: all is well, Shopify refuses the token, or it was disconnected. */
export type TrueStanding = 'well' | 'token refused' | 'disconnected';

/** I17: what is shown is what is so. */
export function judgeStatus(shown: ShownStatus, standing: TrueStanding): string[] {
  const { status, phase, error, consecutiveFailures, warnings } = shown;
  const told = `${status}, ${phase}, ${error?.code ?? 'no error'}, ${consecutiveFailures} failures, ${
    warnings.map(({ code }) => code).join(' and ') || 'no warning'
  }`;
  return isSo(shown, standing) ? [] : [`shown is ${told}, though it is ${standing}`];
}

function isSo({ status, error, consecutiveFailures, warnings }: ShownStatus, standing: TrueStanding): boolean {
  switch (standing) {
    case 'well':
      return status === 'connected' && error === null && consecutiveFailures === 0 && warnings.length === 0;
    case 'token refused':
      return status === 'error' && error?.code === 'token_rejected';
    case 'disconnected':
      return status === 'disconnected';
  }
}
