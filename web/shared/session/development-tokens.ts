import type { TokenSource } from './session.js';

/** In development, outside of a host: tokens for the role that was chosen on the sign-in page, kept by a cookie. */
export function developmentTokens(): TokenSource {
  let take: (token: string) => void = () => undefined;
  const fetchToken = async () => {
    const response = await fetch('/dev/token', { method: 'POST' });
    if (response.ok) {
      const { token } = (await response.json()) as { token: string };
      take(token);
    } else if (response.status === 401) {
      location.assign(`/dev/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
  };
  const ask = () => void fetchToken().catch(() => undefined);
  return {
    listen(taker) {
      take = taker;
      ask();
    },
    ask,
  };
}
