import type { AuthLevel, OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';

/** How sure it must be that it is she who agrees (NĐ 69/2024, authentication levels). */
export interface ConsentLevels {
  readonly any: AuthLevel;
  /** When one of the papers is of a sensitive kind. */
  readonly sensitive: AuthLevel;
}

export type LevelFor = (typeCodes: readonly string[]) => AuthLevel;

export function makeLevelFor(levels: ConsentLevels, isSensitive: (typeCode: string) => boolean): LevelFor {
  return (typeCodes) =>
    typeCodes.some(isSensitive) && levels.sensitive > levels.any ? levels.sensitive : levels.any;
}

/** @throws AppError STEP_UP_REQUIRED */
export function mustBeSureEnough(actor: OwnerActor, level: AuthLevel): void {
  if (actor.authLevel < level) throw new AppError('STEP_UP_REQUIRED', { level });
}
