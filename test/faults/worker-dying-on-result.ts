import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PayloadCodec } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { paths } from '../../src/process/paths.js';

/*
 * The worker of production, except that it kills itself when it is handed the result of a sync that stored rows: Temporal
 * knows that the activity is complete, and no workflow task has been told so. No signal from outside hits that moment.
 */
const dieOnResult: PayloadCodec = {
  encode: (payloads) => Promise.resolve(payloads),
  decode: (payloads) => {
    for (const { data } of payloads) {
      if (/"newRows":[1-9]/.test(Buffer.from(data ?? []).toString())) process.kill(process.pid, 'SIGKILL');
    }
    return Promise.resolve(payloads);
  },
};
const create = Worker.create.bind(Worker);
Worker.create = (options) => create({ ...options, dataConverter: { payloadCodecs: [dieOnResult] } });
await import(pathToFileURL(join(paths.dist, 'worker/main.js')).href);
