import type { LedgerRow } from '../../../src/simulator/ledger/rows.js';
import type { CurrencyRevenue, Revenue } from '../../../web/shared/api/types.js';
import { connectDemoAccount } from '../accounts/demo-account.js';
import { type EmbeddedPage, type Reader, usePages } from './pages.js';

/** jest loads each test file with modules of its own: the demonstration is connected once for a file. */
let connected: Promise<void> | undefined;

/**
 * The revenue page over the demonstration's two years, synced for real. What it shows is what the api answers. The
 * chapters of a file read the same organization.
 */
export function useRevenuePage(organizationId: string, change?: (row: LedgerRow) => LedgerRow) {
  const pages = usePages();
  beforeAll(() => (connected ??= connectDemoAccount(pages.installation, organizationId, change)), 120_000);
  const read = async <T>(path: string) => (await pages.installation.call(organizationId, 'GET', path)).json as T;
  return {
    pages,
    /** What the api answers. */
    read,
    revenue: async (query: string, currency = 'USD'): Promise<Revenue & { shown: CurrencyRevenue }> => {
      const answer = await read<Revenue>(`/v1/revenue?${query}`);
      const shown = answer.currencies.find(({ currencyCode }) => currencyCode === currency);
      if (shown === undefined) throw new Error(`There is no revenue in ${currency}.`);
      return { ...answer, shown };
    },
    open: (address: string, reader: Partial<Reader> = {}) =>
      pages.open(`/revenue${address}`, { organizationId, ...reader }),
  };
}

export const goBack = ({ frame }: EmbeddedPage) => frame.evaluate('history.back()');

export const address = ({ frame }: EmbeddedPage) => frame.evaluate<string>('location.search');
