import { type Endpoint, endpoint } from '../http/endpoint.js';
import { z } from '../http/zod.js';
import { AppError } from '../platform/app-error.js';
import type { Catalogue } from './catalogue.js';
import { procedureSchema } from './catalogue.schemas.js';

export function catalogueEndpoints({ catalogue }: { catalogue: Catalogue }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/directory/procedures/{code}',
      operationId: 'getProcedure',
      summary: 'A procedure with its components and what satisfies each',
      tag: 'Directory',
      access: { actor: 'CLIENT', scope: 'dossiers' },
      params: z.object({ code: z.string().max(60) }),
      answers: { 200: { description: 'The procedure', schema: procedureSchema } },
      refusals: ['PROCEDURE_NOT_FOUND'],
      handle: async ({ params, language }) => {
        const found = catalogue.procedure(params.code);
        if (!found) throw new AppError('PROCEDURE_NOT_FOUND');
        return {
          status: 200,
          body: {
            code: found.code,
            name: found.name[language],
            components: found.components.map((component) => ({
              ...component,
              name: component.name[language],
              ifRefused: component.ifRefused[language],
            })),
          },
        };
      },
    }),
  ];
}
