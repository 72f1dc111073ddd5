import { LOOPS } from './support/cycle/cycle-loops.js';
import { cycleReport, sayCycles } from './support/cycle/cycle-report.js';
import { setCycleStage, TEMPORALS } from './support/cycle/cycle-stage.js';
import { type LoopFigures, measureLoop } from './support/cycle/measure-loop.js';
import type { Installation } from './support/run/installation.js';
import type { Chosen } from './support/run/options.js';
import { say } from './support/run/say.js';

export const options = {
  // Temporal's timers are late by up to a second: fewer loops would wait for them instead of keeping it busy.
  connections: { usual: 200, tiny: 2 },
  rounds: { usual: 1 },
  // Together well below the 24 of one run: no loop is measured where it continues as new.
  'warm-up': { usual: 3, tiny: 1 },
  cycles: { usual: 6, tiny: 2 },
  /** Only loops whose name holds this text, beside the one that they are compared with. */
  only: { usual: '', tiny: 'real, uncompressed' },
  /** `production` or `development`. */
  temporal: { usual: 'production', tiny: 'development' },
};

/** What an idle cycle costs beside a loop that does nothing, on Temporal's production server; all in one run. */
export async function run(
  installation: Installation,
  { 'warm-up': warmUp, ...chosen }: Chosen<typeof options>,
): Promise<object> {
  const { connections, rounds, cycles, only, temporal } = chosen;
  const kind = TEMPORALS.find((name) => name === temporal);
  if (kind === undefined) throw new Error(`--temporal is one of ${TEMPORALS.join(', ')}.`);
  const loops = LOOPS.filter(({ name }, index) => index === 0 || name.includes(only));
  const stage = await setCycleStage(installation, connections, kind);
  try {
    const measured: LoopFigures[][] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const figures: LoopFigures[] = [];
      for (const loop of loops) {
        say(`Measuring: ${loop.name} …`);
        figures.push(await measureLoop(stage, loop, { warmUp, measured: cycles }));
      }
      sayCycles(figures);
      measured.push(figures);
    }
    return { connections, temporal, ...cycleReport(measured) };
  } finally {
    await stage.close();
  }
}
