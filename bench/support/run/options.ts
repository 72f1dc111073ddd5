import { parseArgs } from 'node:util';

type Value = number | string | readonly number[];

/**
 * What a benchmark can be told, by the option's name: what it takes unless told otherwise, and what with `--tiny`, which
 * runs it in seconds, to see that it still works. The figures of such a run mean nothing.
 */
export type Options = Readonly<Record<string, { readonly usual: Value; readonly tiny?: Value }>>;

export type Chosen<O extends Options> = {
  readonly [Name in keyof O]: O[Name]['usual'] extends number
    ? number
    : O[Name]['usual'] extends string
      ? string
      : readonly number[];
};

/** Numbers and words as `--name value`; lists by naming the option several times. */
export function readOptions<O extends Options>(options: O, args: readonly string[]): Chosen<O> {
  const names = Object.keys(options);
  const flags = names.map((name) => [name, { type: 'string', multiple: true }] as const);
  const config = { tiny: { type: 'boolean', default: false }, ...Object.fromEntries(flags) } as const;
  const { values } = parseArgs({ args: [...args], options: config });
  const given: Readonly<Record<string, unknown>> = values;
  const chosen = Object.entries(options).map(([name, { usual, tiny = usual }]) => {
    const texts = given[name] as readonly string[] | undefined;
    return [name, texts === undefined ? (values.tiny ? tiny : usual) : valueOf(name, texts, usual)];
  });
  return Object.fromEntries(chosen) as Chosen<O>;
}

function valueOf(name: string, texts: readonly string[], usual: Value): Value {
  if (typeof usual === 'string') return texts.at(-1) ?? usual;
  const numbers = texts.map(Number);
  if (numbers.some((number) => !Number.isFinite(number))) throw new Error(`--${name} takes numbers.`);
  return typeof usual === 'number' ? (numbers.at(-1) ?? usual) : numbers;
}
