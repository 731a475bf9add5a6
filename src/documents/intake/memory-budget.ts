/** Bytes of uploads that the whole process may hold in memory at once. */
export interface MemoryBudget {
  /** Takes `bytes` when they fit; false leaves all as it was. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  usedBytes(): number;
}

export function makeMemoryBudget(totalBytes: number): MemoryBudget {
  let used = 0;
  return {
    take(bytes) {
      if (used + bytes > totalBytes) return false;
      used += bytes;
      return true;
    },
    give(bytes) {
      used -= bytes;
    },
    usedBytes: () => used,
  };
}
