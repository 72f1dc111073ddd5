import { parseArgs } from 'node:util';
import { BenchHost } from './support/bench-host.js';
import { loops } from './support/cycle-loops.js';
import { cycleReport, cycleTable } from './support/cycle-report.js';
import { setCycleStage } from './support/cycle-stage.js';
import { measureLoop, type LoopFigures } from './support/measure-loop.js';

/** What an idle cycle costs beside a loop that does nothing, on Temporal's production server; all in one run. */
export async function run(args: readonly string[]): Promise<object> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      // Temporal's timers are late by up to a second: fewer loops would wait for them instead of keeping it busy.
      connections: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '1' },
      // Only loops whose name holds this text, beside the one that they are compared with.
      only: { type: 'string', default: '' },
    },
  });
  const chosen = loops.filter(({ name }, index) => index === 0 || name.includes(values.only));
  const connections = Number(values.connections);
  return BenchHost.with(console.log, async (host) => {
    const stage = await setCycleStage(host, connections);
    const measured: LoopFigures[][] = [];
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const figures: LoopFigures[] = [];
      for (const loop of chosen) {
        console.log(`Measuring: ${loop.name} …`);
        figures.push(await measureLoop(stage, loop));
      }
      console.log(cycleTable(figures));
      measured.push(figures);
    }
    return { connections, ...cycleReport(measured) };
  });
}
