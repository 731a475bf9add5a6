import type { Catalogue } from '../catalogue/index.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { parseWith } from '../http/parse.js';
import { z } from '../http/zod.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { ChangeDossier } from './change-dossier.js';
import { dossierView } from './dossier-view.js';
import {
  changeDossierSchema,
  dossierCodeSchema,
  dossierSchema,
  openDossierSchema,
} from './dossiers.schemas.js';
import type { FindDossier } from './find-dossier.js';
import type { OpenDossier } from './open-dossier.js';

const byCode = z.object({ code: z.string().max(60) });
const byWellFormedCode = z.object({ code: dossierCodeSchema });

export function dossierEndpoints(
  use: { openDossier: OpenDossier; findDossier: FindDossier; changeDossier: ChangeDossier },
  deps: { catalogue: Catalogue; clock: Clock },
): Endpoint[] {
  const asDossier = { description: 'The dossier', schema: dossierSchema };
  const today = () => vietnamDate(deps.clock.now());
  const callers = [
    { prefix: '', suffix: '', tag: 'Partner systems', access: { actor: 'CLIENT', scope: 'dossiers' } },
    {
      prefix: '/staff',
      suffix: 'AsClerk',
      tag: 'Clerk',
      access: { actor: 'STAFF', roles: ['RECEIVER', 'PROCESSOR'] },
    },
  ] as const;

  return callers.flatMap(({ prefix, suffix, tag, access }) => [
    endpoint({
      method: 'put',
      path: `${prefix}/dossiers/{code}`,
      operationId: `openDossier${suffix}`,
      summary: 'Open a dossier, or find the one with this code',
      tag,
      access,
      params: byCode,
      body: openDossierSchema,
      answers: {
        201: { ...asDossier, description: 'Opened' },
        200: { ...asDossier, description: 'It was there' },
      },
      refusals: ['AGENCY_MISMATCH', 'DOSSIER_CONFLICT', 'DOSSIER_NOT_FOUND'],
      exists: async ({ params }) => {
        parseWith(byWellFormedCode, params);
      },
      handle: async ({ actor, params, body, newId, language }) => {
        const { dossier, created } = await use.openDossier({ actor, id: newId, code: params.code, ...body });
        return {
          status: created ? 201 : 200,
          ...(created ? { location: `/api/v1${prefix}/dossiers/${dossier.code}` } : {}),
          body: dossierView(dossier, deps.catalogue, language, today()),
        };
      },
    }),
    endpoint({
      method: 'get',
      path: `${prefix}/dossiers/{code}`,
      operationId: `getDossier${suffix}`,
      summary: 'A dossier with its citations, results and alerts',
      tag,
      access,
      params: byCode,
      answers: { 200: asDossier },
      refusals: ['DOSSIER_NOT_FOUND'],
      handle: async ({ actor, params, language }) => ({
        status: 200,
        body: dossierView(
          await use.findDossier({ actor, code: params.code }),
          deps.catalogue,
          language,
          today(),
        ),
      }),
    }),
    endpoint({
      method: 'patch',
      path: `${prefix}/dossiers/{code}`,
      operationId: `changeDossier${suffix}`,
      summary: 'Move a dossier on; 3, 7, 8 and 10 close it',
      tag,
      access,
      params: byCode,
      body: changeDossierSchema,
      answers: { 200: asDossier },
      refusals: ['DOSSIER_NOT_FOUND', 'DOSSIER_CLOSED'],
      exists: ({ actor, params }) => use.findDossier({ actor, code: params.code }),
      handle: async ({ actor, params, body, language }) => ({
        status: 200,
        body: dossierView(
          await use.changeDossier({ actor, code: params.code, status: body.status }),
          deps.catalogue,
          language,
          today(),
        ),
      }),
    }),
  ]);
}
