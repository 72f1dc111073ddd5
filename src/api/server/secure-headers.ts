import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** helmet's defaults, stricter about other hosts, with embedding allowed only where it is configured, and development over http left working. */
export function secureHeaders(frameAncestors: readonly string[]): RequestHandler {
  const embeddable = frameAncestors.length > 0;
  return helmet({
    contentSecurityPolicy: {
      directives: {
        baseUri: ["'none'"],
        fontSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: embeddable ? [...frameAncestors] : ["'none'"],
        // Would turn every address on a page served over plain http into https; HSTS does this where https is.
        upgradeInsecureRequests: null,
      },
    },
    // Cannot name origins; browsers that know frame-ancestors ignore it.
    frameguard: embeddable ? false : { action: 'deny' },
  });
}
