import { z } from 'zod';
import type { Role } from '../../contract/connection-words.js';
import type { Caller } from '../../sign-in/authenticate.js';
import type { RouteDeps } from '../request/route.js';
import { merchantKey } from '../schemas/merchant.js';
import { type Reliability, reliabilityFields } from './answers/reliability.js';

export type ToolDeps = Pick<RouteDeps, 'sql' | 'policy' | 'cursors'>;

/** What a tool answers: the fields that it declares, and a sentence of our own words and figures. */
export interface Told<Fields> {
  readonly answer: Fields & Reliability;
  readonly sentence: string;
}

interface ToolSpec<Input extends z.ZodObject, ForOneShop extends z.ZodObject | null, Output extends z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Of the route that tells the same. */
  readonly roles: readonly Role[];
  readonly input: Input;
  /** For a token of one shop; null: such a token does not even see the tool. */
  readonly inputForOneShop: ForOneShop;
  readonly output: Output;
  readonly handle: (
    input: z.output<Input> | (ForOneShop extends z.ZodObject ? z.output<ForOneShop> : never),
    caller: Caller,
    deps: ToolDeps,
  ) => Promise<Told<z.input<z.ZodObject<Output, z.core.$strict>>>>;
}

/** A tool with its types forgotten. */
export interface Tool extends Omit<ToolSpec<z.ZodObject, z.ZodObject | null, z.ZodRawShape>, 'output' | 'handle'> {
  readonly output: z.ZodObject;
  readonly handle: (input: unknown, caller: Caller, deps: ToolDeps) => Promise<Told<Record<string, unknown>>>;
}

/** Declares one tool. What it answers depends on its input and on who calls, and on nothing that a merchant wrote. */
export function tool<Input extends z.ZodObject, Output extends z.ZodRawShape, ForOneShop extends z.ZodObject | null>(
  spec: ToolSpec<Input, ForOneShop, Output>,
): Tool {
  // The server hands over only what `input` or `inputForOneShop` has parsed, so the input has the types forgotten here.
  return { ...spec, output: z.strictObject({ ...spec.output, ...reliabilityFields }) } as unknown as Tool;
}

/** The inputs of a tool that is about one shop: whoever has a token for one need not name it. */
export function aboutOneShop<Fields extends z.ZodRawShape>(fields: Fields) {
  return {
    input: z.strictObject({ shop: merchantKey, ...fields }),
    inputForOneShop: z.strictObject({ shop: merchantKey.optional(), ...fields }),
  };
}
