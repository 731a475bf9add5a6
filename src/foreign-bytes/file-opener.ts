import type { Readable } from 'node:stream';
import { AppError } from '../platform/app-error.js';
import type { DrawRequest, OpenRequest, PhotoHint, PhotoRequest, Verdict } from './messages.js';
import { type ChildLimits, type OpeningChild, startChild } from './opening-child.js';

export interface FileOpenerSettings extends Partial<ChildLimits> {
  /** Child processes at once. */
  readonly children?: number;
  /** Files that may wait for a child. */
  readonly queue?: number;
  /** Files after which a child is replaced. */
  readonly filesPerChild?: number;
  /** An idle child ends after this long. */
  readonly idleMs?: number;
  /** While files wait, a further child is started only when none got done for so long. */
  readonly patienceMs?: number;
}

/** Opens foreign files in child processes with limits on time and memory: a hostile one kills its child at most. */
export interface FileOpener {
  /**
   * Reads the whole stream, which has exactly `sizeBytes` bytes. It is opened when a child is free for it, so that a
   * file that waits holds no buffers.
   * @returns pages of a PDF; 1 for an image
   * @throws AppError FILE_ENCRYPTED, FILE_TOO_COMPLEX, FILE_UNREADABLE; RATE_LIMITED when too many files wait;
   *   what the stream itself threw
   */
  open(openStream: () => Readable, file: OpenRequest): Promise<{ readonly pages: number }>;
  /**
   * One page as a picture in WebP. @throws as `open` does
   */
  draw(openStream: () => Readable, file: PlainRequest, draw: DrawRequest): Promise<PagePicture>;
  /** A photo as pixels of our own. @throws as `open` does */
  photo(openStream: () => Readable, file: PlainRequest, photo: PhotoRequest): Promise<NormalPhoto>;
  /** What may be wrong with a photo. @throws as `open` does */
  assess(openStream: () => Readable, file: PlainRequest): Promise<readonly PhotoHint[]>;
  /** Living children, for tests and figures. */
  childPids(): readonly number[];
  /** Ends all children; files being opened fail. */
  close(): Promise<void>;
}

/** What a file is; what is wanted of it is said beside. */
type PlainRequest = Pick<OpenRequest, 'mediaType' | 'sizeBytes'>;

export interface NormalPhoto {
  readonly jpeg: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface PagePicture {
  readonly webp: Buffer;
  readonly widthPx: number;
  readonly heightPx: number;
}

const refusals = {
  ENCRYPTED: 'FILE_ENCRYPTED',
  TOO_COMPLEX: 'FILE_TOO_COMPLEX',
  UNREADABLE: 'FILE_UNREADABLE',
} as const;

interface Member {
  readonly child: OpeningChild;
  files: number;
  idle: NodeJS.Timeout | undefined;
}

/**
 * Makes a pool of at most `children` (2) processes, started when needed and ended when idle. One opens a hundred usual
 * files a second; the others are for the time that a hostile one holds it, since each takes 100 MiB.
 */
export function makeFileOpener(settings: FileOpenerSettings = {}): FileOpener {
  const limits: ChildLimits = {
    timeMs: settings.timeMs ?? 5_000,
    memoryBytes: settings.memoryBytes ?? 512 * 1024 * 1024, // a progressive JPEG of 120 megapixels needs 470 MB
    startMs: settings.startMs ?? 30_000,
  };
  const most = settings.children ?? 2;
  // A waiting file takes no memory of its own, and two children open 100 a second: a crowd is served, not refused.
  const queueBound = settings.queue ?? 500;
  const filesPerChild = settings.filesPerChild ?? 200;
  const idleMs = settings.idleMs ?? 20_000;
  const patienceMs = settings.patienceMs ?? 1500;

  const members = new Set<Member>();
  const free: Member[] = [];
  const waiting: { give: (member: Member) => void; refuse: (error: Error) => void }[] = [];
  let closed = false;
  /** Of the pool: a child was given back, left or was started. */
  let movedAt = performance.now();
  let patience: NodeJS.Timeout | undefined;

  const start = (): Member => {
    const member: Member = { child: startChild(limits), files: 0, idle: undefined };
    members.add(member);
    movedAt = performance.now();
    const leave = (): void => {
      members.delete(member);
      clearTimeout(member.idle);
      const at = free.indexOf(member);
      if (at >= 0) free.splice(at, 1);
      if (!closed && waiting.length > 0 && members.size < most) waiting.shift()?.give(start());
    };
    member.child.gone.then(leave, leave);
    return member;
  };

  const take = (): Promise<Member> => {
    if (closed) return Promise.reject(new Error('the file opener is closed'));
    for (let member = free.pop(); member; member = free.pop()) {
      clearTimeout(member.idle);
      if (member.child.fit()) return Promise.resolve(member);
      member.child.kill();
    }
    if (members.size === 0) return Promise.resolve(start());
    if (waiting.length >= queueBound) return Promise.reject(new AppError('RATE_LIMITED', { seconds: 5 }));
    return new Promise((resolve, reject) => {
      waiting.push({ give: resolve, refuse: reject });
      growWhenStuck();
    });
  };

  /** Starts a further child when files have waited long enough without any getting done. */
  const growWhenStuck = (): void => {
    if (patience || closed || members.size >= most) return;
    const check = (): void => {
      patience = undefined;
      if (closed || waiting.length === 0 || members.size >= most) return;
      if (performance.now() - movedAt >= patienceMs) waiting.shift()?.give(start());
      growWhenStuck();
    };
    patience = setTimeout(check, Math.max(0, movedAt + patienceMs - performance.now()));
  };

  const giveBack = (member: Member): void => {
    movedAt = performance.now();
    if (closed || member.files >= filesPerChild || !member.child.fit()) {
      member.child.kill();
      return;
    }
    const next = waiting.shift();
    if (next) {
      next.give(member);
      return;
    }
    member.child.setBusy(false);
    member.idle = setTimeout(() => member.child.kill(), idleMs).unref();
    free.push(member);
  };

  const openIn = async (member: Member, openStream: () => Readable, file: OpenRequest): Promise<Verdict> => {
    member.child.setBusy(true);
    member.files++;
    try {
      return await member.child.open(openStream(), file);
    } finally {
      giveBack(member);
    }
  };

  return {
    async open(openStream, file) {
      const verdict = await openIn(await take(), openStream, file);
      if (verdict.state === 'OPENED') return { pages: verdict.pages };
      throw refusalOf(verdict);
    },
    async draw(openStream, file, draw) {
      const verdict = await openIn(await take(), openStream, { ...file, draw });
      if (verdict.state !== 'DRAWN') throw refusalOf(verdict);
      const { webp, widthPx, heightPx } = verdict;
      return { webp: Buffer.from(webp, 'base64'), widthPx, heightPx };
    },
    async photo(openStream, file, photo) {
      const verdict = await openIn(await take(), openStream, { ...file, photo });
      if (verdict.state !== 'NORMALISED') throw refusalOf(verdict);
      const { jpeg, widthPx, heightPx } = verdict;
      return { jpeg: Buffer.from(jpeg, 'base64'), widthPx, heightPx };
    },
    async assess(openStream, file) {
      const verdict = await openIn(await take(), openStream, { ...file, assess: true });
      if (verdict.state !== 'ASSESSED') throw refusalOf(verdict);
      return verdict.hints;
    },
    childPids: () => [...members].map((member) => member.child.pid),
    async close() {
      closed = true;
      clearTimeout(patience);
      for (const { refuse } of waiting.splice(0)) refuse(new Error('the file opener is closed'));
      const all = [...members];
      for (const member of all) member.child.kill();
      await Promise.all(all.map((member) => member.child.gone));
    },
  };
}

/** A verdict that answers another question than was asked is a fault of the child. */
function refusalOf(verdict: Verdict): Error {
  const code = Object.hasOwn(refusals, verdict.state)
    ? refusals[verdict.state as keyof typeof refusals]
    : null;
  return code ? new AppError(code) : new Error('the child mixed up its work');
}
