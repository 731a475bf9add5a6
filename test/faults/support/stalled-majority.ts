import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { findBinary } from '../../../src/platform/embedded-mongod/find-binary.js';
import { unusedPort } from '../../support/service-process.js';

/** A real replica set of a primary, a secondary and an arbiter. With the secondary stopped no write reaches a majority. */
export interface ThreeMembers {
  readonly uri: string;
  hangSecondary(): void;
  resumeSecondary(): void;
  end(): Promise<void>;
}

export async function threeMembers(): Promise<ThreeMembers> {
  const folder = await mkdtemp(join(tmpdir(), 'motlan-faults-set-'));
  const binary = await findBinary({
    mongodPath: process.env['MONGOD_PATH'] || undefined,
    dataDir: folder,
    onProgress: () => undefined,
  });
  const children: ChildProcess[] = [];
  const ports: number[] = [];
  for (const name of ['primary', 'secondary', 'arbiter']) {
    const port = await unusedPort();
    ports.push(port);
    await mkdir(join(folder, name));
    children.push(
      spawn(
        binary.path,
        [
          ['--dbpath', join(folder, name)],
          ['--logpath', join(folder, `${name}.log`)],
          ['--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket', '--quiet'],
          ['--replSet', 'three', '--oplogSize', '50', '--wiredTigerCacheSizeGB', '0.25'],
          ['--setParameter', 'diagnosticDataCollectionEnabled=false'],
        ].flat(),
        { stdio: 'ignore' },
      ),
    );
  }
  const [primary, secondary, arbiter] = ports.map((port) => `127.0.0.1:${port}`);
  const client = new MongoClient(`mongodb://${primary}/`, { directConnection: true });
  const admin = client.db('admin');
  await becomesTrue(async () => (await admin.command({ ping: 1 })) !== undefined);
  const replSetInitiate = {
    _id: 'three',
    members: [
      { _id: 0, host: primary, priority: 1 },
      { _id: 1, host: secondary, priority: 0 },
      { _id: 2, host: arbiter, arbiterOnly: true },
    ],
  };
  // Refused until all three listen.
  await becomesTrue(async () => (await admin.command({ replSetInitiate }))['ok'] === 1);
  await becomesTrue(async () => (await admin.command({ hello: 1 }))['isWritablePrimary'] === true);
  await becomesTrue(async () => {
    const { members } = await admin.command({ replSetGetStatus: 1 });
    return (members as { stateStr: string }[]).every((one) => /PRIMARY|SECONDARY|ARBITER/.test(one.stateStr));
  });
  await client.close();
  const stopped = children[1];
  return {
    uri: `mongodb://${primary},${secondary}/?replicaSet=three`,
    hangSecondary: () => void stopped?.kill('SIGSTOP'),
    resumeSecondary: () => void stopped?.kill('SIGCONT'),
    async end() {
      for (const child of children) {
        const gone = new Promise((resolve) => child.once('close', resolve));
        if (child.kill('SIGKILL')) await gone;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function becomesTrue(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error('the replica set does not become ready');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
