import { absenceProblems } from './problems/absence.js';
import { complaintProblems } from './problems/complaint.js';
import { documentProblems } from './problems/document.js';
import { dossierProblems } from './problems/dossier.js';
import type { ProblemKind } from './problems/problem-kind.js';
import { requestProblems } from './problems/request.js';
import { serviceProblems } from './problems/service.js';
import { signInProblems } from './problems/sign-in.js';
import { uploadProblems } from './problems/upload.js';

export type { ProblemKind } from './problems/problem-kind.js';

/**
 * Every refusal this service can give: code → status and words. Codes are stable; callers decide by them.
 * Each text says what happened, why, and what to do next. `{name}` is filled from the error's details.
 * Source of form: RFC 9457.
 */
export const problemKinds = {
  ...signInProblems,
  ...absenceProblems,
  ...requestProblems,
  ...uploadProblems,
  ...documentProblems,
  ...dossierProblems,
  ...complaintProblems,
  ...serviceProblems,
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problemKinds;
