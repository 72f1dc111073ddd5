import { Client, StreamableHTTPClientTransport, type VersionNegotiationMode } from '@modelcontextprotocol/client';

/** What a tool answered. */
export interface Told {
  readonly isError: boolean;
  /** Empty where it was refused. */
  readonly answer: Record<string, unknown>;
  readonly texts: readonly string[];
}

/** The SDK's own client, with one access token. */
export class McpClient {
  readonly #client: Client;
  readonly #transport: StreamableHTTPClientTransport;

  private constructor(url: string, token: string, mode: VersionNegotiationMode) {
    this.#client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    this.#transport = new StreamableHTTPClientTransport(new URL('/mcp', url), {
      requestInit: { headers: { Authorization: `Bearer ${token}` } },
    });
  }

  /** @param mode which revision of MCP it speaks: the newest that the server has, or those before 2026 */
  static async connect(url: string, token: string, mode: VersionNegotiationMode = 'auto'): Promise<McpClient> {
    const client = new McpClient(url, token, mode);
    await client.#client.connect(client.#transport);
    return client;
  }

  /** The revision that was agreed upon. */
  get version(): string | undefined {
    return this.#client.getNegotiatedProtocolVersion();
  }

  get instructions(): string | undefined {
    return this.#client.getInstructions();
  }

  async tools() {
    return (await this.#client.listTools()).tools;
  }

  async call(name: string, input: Record<string, unknown> = {}): Promise<Told> {
    const {
      content,
      structuredContent = {},
      isError = false,
    } = await this.#client.callTool({ name, arguments: input });
    return {
      isError,
      answer: structuredContent as Record<string, unknown>,
      texts: content.map((block) => (block.type === 'text' ? block.text : block.type)),
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Calls one tool and hangs up. */
export async function callTool(
  url: string,
  token: string,
  name: string,
  input: Record<string, unknown> = {},
): Promise<Told> {
  const client = await McpClient.connect(url, token);
  try {
    return await client.call(name, input);
  } finally {
    await client.close();
  }
}

/** The code of a refusal. */
export function codeOf({ isError, texts }: Told): string {
  if (!isError) throw new Error('It was answered.');
  return (JSON.parse(texts[0] ?? '{}') as { code: string }).code;
}
