/** One row of the table of refusals: the HTTP status and the words for the person who reads them. */
interface ProblemWords {
  readonly title: string;
  readonly detail: string;
}
export interface ProblemKind {
  readonly status: number;
  readonly vi: ProblemWords;
  readonly en: ProblemWords;
  /** Seconds after which trying again makes sense; sent as Retry-After. */
  readonly retryAfterSeconds?: number;
}

/** A row: status, Vietnamese, English, and seconds until trying again makes sense. */
export function kind(
  status: number,
  vi: readonly [title: string, detail: string],
  en: readonly [title: string, detail: string],
  retryAfterSeconds?: number,
): ProblemKind {
  return {
    status,
    vi: { title: vi[0], detail: vi[1] },
    en: { title: en[0], detail: en[1] },
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
