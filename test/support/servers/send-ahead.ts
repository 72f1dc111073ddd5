import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface SentAhead {
  readonly socket: Socket;
  /** What came, once the other side has ended the connection or cut it. Reads from now on. */
  read(): Promise<string>;
}

/**
 * Sends the same GET so many times on one new connection, and reads no answer.
 * @param token left out where none is needed
 */
export async function sendAhead(url: string, path: string, times: number, token?: string): Promise<SentAhead> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  // It may be cut before all is sent, which is the point.
  socket.on('error', () => undefined);
  socket.pause();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const authorization = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n${authorization}\r\n`.repeat(times));
  return {
    socket,
    read: async () => {
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.resume();
      await closed;
      return text;
    },
  };
}
