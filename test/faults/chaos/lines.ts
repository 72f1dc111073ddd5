import type { FaultProxies, FaultProxy, LineCounts } from '../../support/servers/fault-proxy.js';

export const SERVERS = ['postgres', 'temporal', 'shopify'] as const;
export type Server = (typeof SERVERS)[number];

/** The lines of one process, each through a proxy of its own. */
export type Lines = Readonly<Record<Server, FaultProxy>>;

/** @param addresses of the servers themselves */
export async function startLines(proxies: FaultProxies, addresses: Readonly<Record<Server, string>>): Promise<Lines> {
  const [postgres, temporal, shopify] = await Promise.all(SERVERS.map((server) => proxies.start(addresses[server])));
  if (postgres === undefined || temporal === undefined || shopify === undefined) throw new Error('A proxy is missing.');
  return { postgres, temporal, shopify };
}

export type LineFaultName = 'cut' | 'half-open' | 'slow' | 'refused' | 'unanswered';

interface LineFault {
  readonly counted: keyof LineCounts;
  readonly begin: (proxy: FaultProxy, slowMs: number) => void;
  readonly end: (proxy: FaultProxy) => void;
}

/** What may become of the lines to one server, and by what it shows that it did something. */
export const LINE_FAULTS: Readonly<Record<LineFaultName, LineFault>> = {
  cut: { counted: 'cut', begin: (proxy) => proxy.cut(), end: (proxy) => proxy.cut() },
  // For ever: whoever has such a line must find that out by himself.
  'half-open': { counted: 'swallowedBytes', begin: (proxy) => proxy.silence(), end: () => undefined },
  slow: { counted: 'slowBytes', begin: (proxy, slowMs) => proxy.slow(slowMs), end: (proxy) => proxy.pass() },
  refused: {
    counted: 'refused',
    begin: (proxy) => {
      proxy.refuse();
      proxy.cut();
    },
    end: (proxy) => proxy.pass(),
  },
  unanswered: { counted: 'swallowedBytes', begin: (proxy) => proxy.loseAnswers(), end: (proxy) => proxy.cut() },
};
