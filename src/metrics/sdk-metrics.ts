import { get } from 'node:http';
import { CodedError } from '../values/coded-error.js';

/** It is on this machine, and answers from memory. */
const PATIENCE_MS = 3_000;

/** What Temporal's SDK serves on a port of its own, as text. @throws when it does not answer in time */
export function readSdkMetrics(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path: '/metrics', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('error', reject).on('end', () => resolve(text));
    });
    asked.on('error', reject);
    const timer = setTimeout(() => asked.destroy(new CodedError('sdk_metrics', 'It does not answer.')), PATIENCE_MS);
    asked.on('close', () => clearTimeout(timer));
  });
}
