import { sleep, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** A timer that production's workflow knows nothing of. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: async (input, next) => {
        await sleep(1);
        return next(input);
      },
    },
  ],
});
