import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import type { SimulatorParts } from '../http/parts.js';

/** One control call: where, what it takes, what it does. What is not declared is refused. */
export interface ControlRoute<Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  readonly method: 'get' | 'put' | 'post' | 'delete';
  readonly path: `/control/${string}`;
  readonly query: Q;
  readonly body: B;
  readonly handle: (input: { query: z.output<Q>; body: z.output<B> }, parts: SimulatorParts) => unknown;
}

export const nothing = z.strictObject({});

/** Keeps the types of a route's input where it is written. */
export function controlRoute<Q extends z.ZodType, B extends z.ZodType>(route: ControlRoute<Q, B>): ControlRoute {
  return route;
}

/** The call was understood and cannot be done: no such organization, app, row. */
export class ControlRefused extends Error {
  readonly code = 'control_refused';
}

export function mount(app: Express, route: ControlRoute, parts: SimulatorParts): void {
  app[route.method](route.path, (req: Request, res: Response) => {
    const query = route.query.safeParse(req.query);
    const body = route.body.safeParse(req.body ?? {});
    const issues = [
      ...(query.error?.issues ?? []).map((issue) => ({ in: 'query', ...issue })),
      ...(body.error?.issues ?? []).map((issue) => ({ in: 'body', ...issue })),
    ];
    if (issues.length > 0 || !query.success || !body.success) {
      res.status(422).json({ error: 'The control call is not valid', issues });
      return;
    }
    try {
      res.json(route.handle({ query: query.data, body: body.data }, parts) ?? {});
    } catch (error) {
      if (!(error instanceof ControlRefused)) throw error;
      res.status(422).json({ error: error.message });
    }
  });
}
