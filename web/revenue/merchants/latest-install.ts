import type { Merchant } from '../../shared/api/types.js';

/** When the merchant last installed one of the apps, which is what the list sorts by. Null when no row says so. */
export function latestInstall({ apps }: Merchant): string | null {
  return (
    apps
      .map(({ installedAt }) => installedAt)
      .filter((installedAt) => installedAt !== null)
      .toSorted()
      .at(-1) ?? null
  );
}
