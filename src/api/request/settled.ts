import type { Request, RequestHandler, Response } from 'express';

/** Runs one middleware and waits until it calls on, or fails with what it calls on with. */
export async function settled(middleware: RequestHandler, request: Request, response: Response): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const next = (error?: unknown) => {
      if (error === undefined || error === 'route' || error === 'router') resolve();
      // What Express middleware calls on with is not always an Error; it is passed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      else reject(error);
    };
    void Promise.resolve(middleware(request, response, next)).catch(reject);
  });
}
