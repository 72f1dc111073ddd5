/** What a process shows to Prometheus: of each name that an expression may use, the labels that its samples have. */
export type Exposition = ReadonlyMap<string, ReadonlySet<string>>;

const PARTS = { histogram: ['_bucket', '_sum', '_count'], summary: ['_sum', '_count'] } as const;

/** Reads the text format (https://prometheus.io/docs/instrumenting/exposition_formats/); names without samples too. */
function readExposition(text: string): Exposition {
  const names = new Map<string, Set<string>>();
  const labelsOf = (name: string) => {
    const labels = names.get(name) ?? new Set();
    names.set(name, labels);
    return labels;
  };
  for (const line of text.split('\n')) {
    const [, declared = '', type = ''] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    const parts = type === 'histogram' || type === 'summary' ? PARTS[type] : [''];
    if (declared !== '') for (const part of parts) labelsOf(declared + part);
    const [, name = '', labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name !== '')
      for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) labelsOf(name).add(label);
    if (name !== '') labelsOf(name);
  }
  return names;
}

/** @throws when it does not answer with 200 */
export async function scrape(url: string): Promise<Exposition> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return readExposition(await response.text());
}
