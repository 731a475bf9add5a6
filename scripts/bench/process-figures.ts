import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  /** Own time in clock ticks. */
  readonly ownTicks: number;
  /** Of children that have ended and were waited for. */
  readonly endedTicks: number;
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).trim()) || 100;

/**
 * CPU time in milliseconds that a process and its living and ended children have used, and of it the process's own.
 * A database below it is left out.
 */
export function cpuMs(pid: number): { readonly all: number; readonly main: number } {
  const tree = treeOf(pid);
  return {
    all: inMs(tree.reduce((sum, one) => sum + one.ownTicks + one.endedTicks, 0)),
    main: inMs(tree[0]?.ownTicks ?? 0),
  };
}

function inMs(ticks: number): number {
  return (ticks / ticksPerSecond) * 1000;
}

/**
 * Resident bytes of a process and its children, a database below it left out, and of them the process's own. Shared
 * pages count in each.
 */
export function residentBytes(pid: number): { readonly all: number; readonly main: number } {
  const sizes = treeOf(pid).map((one) => residentOf(one.pid));
  return { all: sizes.reduce((sum, size) => sum + size, 0), main: sizes[0] ?? 0 };
}

function treeOf(root: number): ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? []);
  const tree: ProcessStat[] = [];
  const add = (pid: number): void => {
    const found = all.find((one) => one.pid === pid);
    if (!found || found.name === 'mongod') return;
    tree.push(found);
    for (const child of all) if (child.parent === pid) add(child.pid);
  };
  add(root);
  return tree;
}

/** proc(5), stat: the name in brackets may hold anything, so the fields are counted from its end. */
function statOf(pid: number): ProcessStat | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const end = line.lastIndexOf(')');
    const fields = line.slice(end + 2).split(' ');
    const [utime = 0, stime = 0, childUtime = 0, childStime = 0] = fields.slice(11, 15).map(Number);
    return {
      pid,
      name: line.slice(line.indexOf('(') + 1, end),
      parent: Number(fields[1]),
      ownTicks: utime + stime,
      endedTicks: childUtime + childStime,
    };
  } catch {
    return null;
  }
}

function residentOf(pid: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(found?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
