/** One upload's bytes between its socket and where they are held. */
export interface Flow {
  /** Counts bytes that come in. @returns null when they may go on at once, else what to wait for */
  enter(bytes: number): Promise<void> | null;
  /** Bytes that are held now, or dropped. */
  leave(bytes: number): void;
  /** Frees whatever of this upload still counts. Safe to call twice. */
  end(): void;
}

/** Bytes of all uploads of the process that are on their way through parsing, hashing and encryption. */
export interface FlowBudget {
  begin(): Flow;
  usedBytes(): number;
}

export interface FlowLimits {
  readonly totalBytes: number;
  /** An upload with less than this under way goes on whatever the others do: what never leaves (heads) stops nobody. */
  readonly alwaysBytes?: number;
  /** Longest wait of one piece, in milliseconds: bytes that leave late slow the others down, and never stop them. */
  readonly patienceMs?: number;
}

/**
 * Keeps a crowd of uploads that come faster than they can be taken from filling the memory between the steps: each step
 * keeps a piece or two of its own, a dozen steps of two hundred uploads over a hundred MiB. What waits here leaves its
 * socket unread, so the senders slow down.
 */
export function makeFlowBudget({
  totalBytes,
  alwaysBytes = 64 * 1024,
  patienceMs = 1000,
}: FlowLimits): FlowBudget {
  let used = 0;
  const waiting: { readonly bytes: number; readonly admit: () => void }[] = [];
  const admitWaiting = (): void => {
    for (let next = waiting[0]; next && used + next.bytes <= totalBytes; next = waiting[0]) next.admit();
  };

  const begin = (): Flow => {
    let own = 0;
    const count = (bytes: number): void => {
      own += bytes;
      used += bytes;
    };
    const leave = (bytes: number): void => {
      const left = Math.min(bytes, own);
      own -= left;
      used -= left;
      admitWaiting();
    };
    return {
      enter(bytes) {
        if (own < alwaysBytes || (waiting.length === 0 && used + bytes <= totalBytes)) {
          count(bytes);
          return null;
        }
        return new Promise((resolve) => {
          const admit = (): void => {
            clearTimeout(timer);
            waiting.splice(waiting.indexOf(entry), 1);
            count(bytes);
            resolve();
          };
          const entry = { bytes, admit };
          const timer = setTimeout(admit, patienceMs).unref();
          waiting.push(entry);
        });
      },
      leave,
      end: () => leave(own),
    };
  };
  return { begin, usedBytes: () => used };
}

/** Passes a stream's pieces on, each counted as left once the next one is asked for. */
export async function* leaving(pieces: AsyncIterable<Buffer>, flow: Flow): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    yield piece;
    flow.leave(piece.length);
  }
}
