import { z } from '../http/zod.js';
import { trustClasses } from './trust-class.js';

export const trustClassSchema = z.enum(trustClasses).openapi('TrustClass');

export const procedureSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    components: z.array(
      z.object({
        componentCode: z.string(),
        name: z.string(),
        required: z.boolean(),
        accepts: z.array(z.object({ typeCode: z.string(), leastTrustClass: trustClassSchema })),
        statutoryDuty: z.object({ legalGround: z.string() }).nullable(),
        ifRefused: z.string(),
      }),
    ),
  })
  .openapi('Procedure');
