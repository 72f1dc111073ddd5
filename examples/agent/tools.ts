import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { z } from 'zod';

/** The tools of Partner Sync, for the one shop that the access token is for. */
export class Tools {
  readonly #client = new Client({ name: 'example-agent', version: '1' }, { versionNegotiation: { mode: 'auto' } });

  private constructor() {}

  /**
   * @param url of `/mcp`
   * @param token asked for each message: one with the claim `shop` can ask of no other merchant, whatever it is talked into
   */
  static async connect(url: URL, token: () => Promise<string>): Promise<Tools> {
    const tools = new Tools();
    await tools.#client.connect(new StreamableHTTPClientTransport(url, { authProvider: { token } }));
    return tools;
  }

  /** What one tool answers. @throws where it is refused, or answers something else */
  async call<T extends z.ZodType>(answer: T, name: string, input: Record<string, unknown>): Promise<z.output<T>> {
    const { isError = false, structuredContent } = await this.#client.callTool({ name, arguments: input });
    if (isError) throw new Error(`${name} was refused.`);
    return answer.parse(structuredContent);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
