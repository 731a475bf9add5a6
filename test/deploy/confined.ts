import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface Confined {
  readonly child: ChildProcess;
  /** Both streams so far. */
  output(): string;
  readonly exited: Promise<number | null>;
  /** The pid, seen from outside, of the program itself, which is number 1 inside. */
  pid(): Promise<number>;
}

/** Whether this machine lets us make namespaces; without root or on other systems it does not. */
export function canConfine(): boolean {
  return (
    spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0 && process.getuid?.() === 0
  );
}

/**
 * Runs a program as a container engine would: `root` is its `/`, mounted read-only; it is process 1, has the given user
 * and no capability, and may write /data and /tmp alone. The network is the machine's.
 */
export function runConfined(
  root: string,
  {
    user,
    workdir,
    env,
    command,
  }: {
    readonly user: number;
    readonly workdir: string;
    readonly env: Readonly<Record<string, string>>;
    readonly command: readonly string[];
  },
): Confined {
  const setUp = [
    'mount --make-rprivate /',
    'mount --bind "$R" "$R"',
    'mount -o remount,bind,ro "$R"',
    'mount -t tmpfs -o mode=755,size=1m dev "$R/dev"',
    'for d in null zero urandom random; do : >"$R/dev/$d"; mount --bind "/dev/$d" "$R/dev/$d"; done',
    'mount -t proc proc "$R/proc"',
    'mount -t tmpfs -o mode=1777,size=16m tmp "$R/tmp"',
    'mount -t tmpfs -o "mode=700,uid=$U,gid=$U,size=256m" data "$R/data"',
    // The three that are still needed to get inside are gone with the user, and cannot come back.
    'exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,+sys_chroot,+setuid,+setgid ' +
      'unshare "--root=$R" "--wd=$W" "--setgid=$U" "--setuid=$U" /usr/local/bin/node "$0" "$@"',
  ].join(' && ');
  const child = spawn(
    'unshare',
    ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-ec', setUp, ...command],
    {
      env: { PATH: process.env['PATH'], R: root, U: String(user), W: workdir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    child,
    output: () => output,
    exited: new Promise((resolve) => child.once('close', resolve)),
    async pid() {
      const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      return Number(children.trim());
    },
  };
}
