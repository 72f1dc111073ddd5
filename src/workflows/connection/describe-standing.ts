import type { Standing } from './standing.js';

/** A standing in a few words, for the printed table and the tests that read like it. */
export function describeStanding(standing: Standing): string {
  switch (standing.name) {
    case 'syncing':
      return describeSyncing(standing);
    case 'idle':
      return `idle until ${standing.untilMs}`;
    case 'error':
      return standing.step === 'reading' ? 'error, reading the row' : 'error';
    case 'disconnecting':
      return `disconnecting, ${standing.step}${standing.revived ? ', revived' : ''}`;
    case 'disconnected':
      return standing.step === 'over' ? 'over' : 'disconnected, reading the row';
  }
}

function describeSyncing(standing: Extract<Standing, { name: 'syncing' }>): string {
  switch (standing.step) {
    case 'waiting':
      return `sync due${standing.untilMs > 0 ? ` at ${standing.untilMs}` : ''}${standing.sync.head ? '' : ', going on'}`;
    case 'running':
      return `syncing${standing.again ? ', once more after' : ''}`;
    case 'recording':
      return `recording${afterRecord[standing.then]}`;
    case 'stopping':
      return 'stopping, then syncing';
  }
}

const afterRecord = {
  carryOn: '',
  syncAgain: ', then sync',
  disconnect: ', then disconnect',
  reconnect: ', then reconnect',
};
