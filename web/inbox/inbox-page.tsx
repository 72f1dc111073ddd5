import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Merchant, Page } from '../shared/api/types.js';
import { isolated } from '../shared/format/text.js';
import { usePageSession } from '../shared/page/session-context.js';
import { useAddress } from '../shared/page/use-address.js';
import { addressOf, type MessageToHost } from '../shared/session/host.js';
import { ProblemBanner } from '../shared/ui/problem-banner.js';
import { Outside } from '../shared/ui/text.js';
import styles from './inbox-page.module.css';
import { messages } from './messages.en.js';
import { hostPanel, type PanelHost } from './panel-host.js';

const FIRST_SYNC_INTERVAL_MS = 2_000;

/** A small stand-in for Convot: conversations, one of them open, and the panel beside it. */
export function InboxPage() {
  const { api, claims } = usePageSession();
  const [address, change] = useAddress();
  const merchants = useQuery({
    queryKey: ['conversations'],
    queryFn: ({ signal }) => api.get<Page<Merchant>>('/v1/merchants?sort=lastEventAt&limit=25', signal),
    // After the first start the demonstration account is still being synced.
    refetchInterval: ({ state }) => (state.data?.items.length === 0 ? FIRST_SYNC_INTERVAL_MS : false),
  });
  const conversations = [
    ...(merchants.data?.items ?? []).map(({ name, myshopifyDomain }) => ({ name, domain: myshopifyDomain })),
    messages.unknown,
  ];
  const domain = address.get('shop') ?? (merchants.data === undefined ? undefined : conversations[0]?.domain);
  const open = conversations.find((conversation) => conversation.domain === domain);
  // The same conversation may be chosen again, to come back from a merchant that was looked up.
  const [choices, setChoices] = useState(0);

  return (
    <div className={styles['inbox']}>
      <header>
        <h1>{messages.title}</h1>
        <p className="subdued">{messages.purpose}</p>
        <nav>
          <a href="/settings/shopify">{messages.settings}</a>
          <a href="/revenue">{messages.revenue}</a>
          <a href="/dev/sign-in?next=/dev/inbox">{`${claims.role}: ${messages.changeUser}`}</a>
        </nav>
      </header>
      <nav className={styles['list']} aria-label={messages.conversations}>
        {merchants.error !== null && <ProblemBanner error={merchants.error} onRetry={() => merchants.refetch()} />}
        {merchants.data?.items.length === 0 && <p className="subdued">{messages.empty}</p>}
        <ul>
          {conversations.map((conversation) => (
            <li key={conversation.domain}>
              <button
                type="button"
                aria-current={conversation === open || undefined}
                onClick={() => {
                  change({ shop: conversation.domain }, 'push');
                  setChoices((count) => count + 1);
                }}
              >
                <strong>
                  <Outside text={conversation.name} />
                </strong>
                <span>
                  <Outside text={conversation.domain} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <main className={styles['thread']}>
        {domain !== undefined && <h2>{messages.conversationWith(isolated(open?.name ?? domain))}</h2>}
        <p className="subdued">{messages.thread}</p>
      </main>
      {domain !== undefined && <Panel domain={domain} choices={choices} />}
    </div>
  );
}

/** @param choices how often a conversation was chosen */
function Panel({ domain, choices }: { domain: string; choices: number }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<PanelHost>(undefined);
  // Loaded once; other conversations are told, as Convot does.
  const [source] = useState(`/panel?${new URLSearchParams({ shop: domain }).toString()}`);
  useEffect(() => {
    if (frame.current === null) return;
    const opened = (host.current = hostPanel(frame.current, openPage));
    return opened.close;
  }, []);
  useEffect(() => host.current?.showShop(domain), [domain, choices]);
  return <iframe ref={frame} className={styles['panel']} title={messages.panel} src={source} allow="clipboard-write" />;
}

function openPage(message: MessageToHost): void {
  if (message.type === 'convot.open') location.assign(addressOf(message));
}
