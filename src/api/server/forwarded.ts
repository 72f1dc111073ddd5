import type { IncomingHttpHeaders } from 'node:http';

/**
 * Headers that a proxy or a tunnel adds to what it passes on, so that whoever really asks is somewhere else. From RFC 9110
 * 7.6.3 (Via), RFC 7239 (Forwarded), RFC 8586 (CDN-Loop), and what nginx, Envoy, Traefik, HAProxy, ngrok, cloudflared,
 * Tailscale, VS Code's tunnels and the large clouds document.
 */
const OF_PROXIES = [
  /^(forwarded|via|cdn-loop|proxy-client-ip|wl-proxy-client-ip)$/,
  /^x-(forwarded|original|envoy|azure|appengine|amzn|amz-cf|vercel|tunnel)(-|$)/,
  /^x-(real-ip|client-ip|cluster-client-ip|remote-(ip|addr)|host|proxyuser-ip|proxied-host)$/,
  /^(true-)?client-ip$/,
  /^(cf|fly|fastly|tailscale|ngrok|akamai)-/,
];

/** Whether somebody passed this request on for somebody else, and said so. */
export function isForwarded(headers: IncomingHttpHeaders): boolean {
  return Object.keys(headers).some((name) => OF_PROXIES.some((pattern) => pattern.test(name)));
}
