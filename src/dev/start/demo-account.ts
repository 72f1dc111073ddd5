import { z } from 'zod';
import { DEMO_ORGANIZATION_ID, DEMO_TOKEN } from '../../simulator/worlds/demo/demo-world.js';

/** The Convot organization that `npm start` works for. */
export const DEMO_CONVOT_ORGANIZATION = 'org_demo';

const Connections = z.object({ items: z.array(z.object({ partnerOrganizationId: z.string() })) });
const DEADLINE_MS = 30_000;

/**
 * Connects the demonstration account over HTTP, as an owner would. One that exists is left as it is, also disconnected:
 * whoever did that meant it.
 * @returns whether it was connected now
 */
export async function connectDemoAccount(apiUrl: string, ownerToken: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${ownerToken}`, 'Content-Type': 'application/json' };
  const request = (init: RequestInit) => ask(`${apiUrl}/v1/connections`, { ...init, headers });

  const listed = await request({ method: 'GET' });
  if (!listed.ok) throw new Error(`The api did not list the connections: HTTP ${listed.status} ${listed.text}`);
  const { items } = Connections.parse(JSON.parse(listed.text));
  if (items.some(({ partnerOrganizationId }) => partnerOrganizationId === DEMO_ORGANIZATION_ID)) return false;

  const body = JSON.stringify({ partnerOrganizationId: DEMO_ORGANIZATION_ID, accessToken: DEMO_TOKEN });
  const connected = await request({ method: 'POST', body });
  if (!connected.ok) {
    throw new Error(`The demonstration account was not connected: HTTP ${connected.status} ${connected.text}`);
  }
  return true;
}

/** One request, with a deadline for its whole answer. */
async function ask(url: string, init: RequestInit): Promise<{ ok: boolean; status: number; text: string }> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), DEADLINE_MS);
  try {
    const { signal } = controller;
    const response = await fetch(url, { ...init, signal });
    return { ok: response.ok, status: response.status, text: await response.text() };
  } finally {
    clearTimeout(timer);
  }
}
