import { showLog } from './show-log.js';

function shown(line: string): string {
  const lines: string[] = [];
  showLog('worker', (text) => lines.push(text))(line);
  return lines.join();
}

test('a log line is shown as level, message and what else it says', () => {
  const line = { level: 30, time: 1, pid: 7, hostname: 'h', process: 'worker', msg: 'synced', rows: 100 };
  expect(shown(JSON.stringify(line))).toBe('worker    info synced rows=100');
});

test('what is no log line is shown as it is', () => {
  expect(shown('Segmentation fault')).toBe('worker    Segmentation fault');
});

test('a value cannot forge a line of its own or move the cursor', () => {
  const line = { level: 40, time: 1, msg: 'odd shop', name: 'x\nworker info all well\u001b[2J' };
  expect(shown(JSON.stringify(line))).toBe('worker    WARN odd shop name="x\\nworker info all well\\u001b[2J"');
});
