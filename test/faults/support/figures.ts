import { readdir, readFile, readlink } from 'node:fs/promises';
import type { FaultWorld } from './fault-world.js';

/** What a process holds. */
export interface Figures {
  /** Open descriptors, without connections to the service's own port and to its database and store. */
  readonly descriptors: number;
  /** The same by what they are, to be read when there are too many. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly residentBytes: number;
  /** Its own count of uploads in memory. */
  readonly heldUploadBytes: number;
}

export async function figuresOf(world: Pick<FaultWorld, 'pid' | 'settings'>): Promise<Figures> {
  const pid = world.pid();
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  );
  const tcp = await tcpSockets(pid);
  const descriptors = links.filter((link) => {
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    return link !== '' && (inode === undefined || !tcp.has(inode));
  });
  const kinds: Record<string, number> = {};
  for (const link of descriptors) {
    const kind = link.replace(/\[\d+\]$/, '').replace(/^\/.*\//, '');
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const metrics = await (await fetch(`http://127.0.0.1:${world.settings['METRICS_PORT']}/metrics`)).text();
  return {
    descriptors: descriptors.length,
    kinds,
    residentBytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024,
    heldUploadBytes: Number(/^motlan_upload_memory_used_bytes (\d+)/m.exec(metrics)?.[1]),
  };
}

/** Inodes of TCP connections: kept-alive ones are pooled by both sides and bounded there. */
async function tcpSockets(pid: number): Promise<Set<string>> {
  const inodes = new Set<string>();
  for (const table of ['tcp', 'tcp6']) {
    const text = await readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const inode = line.trim().split(/\s+/)[9];
      if (inode !== undefined && inode !== '0') inodes.add(inode);
    }
  }
  return inodes;
}
