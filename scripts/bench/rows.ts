import { cpus, loadavg, totalmem } from 'node:os';
import type { Compared } from './rounds.js';

/** One figure with what it should be. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: '' | 'ms' | 'MiB' | '/s' | 's';
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
}

/** What was measured about one thing. */
export interface Row {
  readonly id: string;
  readonly measure: string;
  readonly store: 'disk' | 's3' | '';
  readonly figures: readonly Figure[];
  /** Further words: spread, faults. */
  readonly note?: string;
}

export interface Aims {
  readonly ratio: number;
  readonly cpuMs?: number;
}

/** The figures of a comparison: the ratio and the CPU first. */
export function figuresOf(compared: Compared, aims: Aims): Figure[] {
  return [
    { what: 'ratio to raw', value: compared.ratio, unit: '', aim: { atLeast: aims.ratio } },
    {
      what: 'CPU each',
      value: compared.cpuMs,
      unit: 'ms',
      ...(aims.cpuMs === undefined ? {} : { aim: { atMost: aims.cpuMs } }),
    },
    { what: 'of it in the main process', value: compared.mainCpuMs, unit: 'ms' },
    { what: 'CPU of a raw one', value: compared.rawCpuMs, unit: 'ms' },
    { what: 'raw', value: compared.rawPerSecond, unit: '/s' },
    { what: 'ours', value: compared.oursPerSecond, unit: '/s' },
    { what: 'ours p50', value: compared.oursP50Ms, unit: 'ms' },
    { what: 'ours p99', value: compared.oursP99Ms, unit: 'ms' },
  ];
}

export function spreadOf({ ratioRange: [low, high] }: Compared): string {
  return `ratios from ${low.toFixed(2)} to ${high.toFixed(2)}`;
}

/** Whether a figure is as it should be; null where nothing is asked. */
export function isMet({ value, aim }: Figure): boolean | null {
  if (!aim) return null;
  if (Number.isNaN(value)) return false;
  return 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
}

/** The rows as lines for people, and for a page in Markdown. */
export function tableOf(rows: readonly Row[]): string[] {
  const lines = rows.flatMap(({ measure, store, figures, note }) =>
    figures.map((figure, index) => ({
      measure: index === 0 ? [measure, store].filter(Boolean).join(', ') : '',
      what: figure.what,
      value: `${shown(figure.value)}${figure.unit && ` ${figure.unit}`}`,
      aim: aimOf(figure),
      met: { true: 'yes', false: 'NO', null: '' }[String(isMet(figure)) as 'true' | 'false' | 'null'],
      note: index === 0 ? (note ?? '') : '',
    })),
  );
  const head = { measure: 'Measure', what: 'Figure', value: 'Value', aim: 'Aim', met: 'Met', note: 'Note' };
  const columns = Object.keys(head) as (keyof typeof head)[];
  const widths = columns.map((column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const draw = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  return [
    draw(columns.map((column) => head[column])),
    draw(widths.map((width) => '-'.repeat(width))),
    ...lines.map((line) => draw(columns.map((column) => line[column]))),
  ];
}

function aimOf({ aim, unit }: Figure): string {
  if (!aim) return '';
  const [sign, value] = 'atLeast' in aim ? ['≥', aim.atLeast] : ['≤', aim.atMost];
  return `${sign} ${value}${unit && ` ${unit}`}`;
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** What the figures were taken on. */
export function machine() {
  return {
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    /** Processes that ran or waited to run, the mean over a minute. */
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
