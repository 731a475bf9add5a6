import { z } from 'zod';

/** Of each answer, what the demo reads; the rest is left alone. */

const instant = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const sessionSchema = z.object({
  actor: z.object({ name: z.string(), accountLevel: z.number().nullable(), agency: z.string().optional() }),
  csrfToken: z.string().min(1),
});

export const documentSchema = z.object({
  id: z.string(),
  title: z.string(),
  number: z.string().nullable(),
  trustClass: z.string(),
  currentVersion: z.number(),
  versions: z
    .array(
      z.object({
        version: z.number(),
        sha256,
        sizeBytes: z.number(),
        pages: z.number(),
        scan: z.object({ state: z.string() }),
        comparedBy: z
          .object({ name: z.string(), position: z.string(), agency: z.string(), at: instant })
          .nullable(),
      }),
    )
    .min(1),
});
export type StoredDocument = z.output<typeof documentSchema>;

export const documentPageSchema = z.object({ items: z.array(documentSchema), next: z.string().nullable() });

export const clientSchema = z.object({ clientId: z.string(), tokenEndpoint: z.url(), audience: z.string() });

export const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
});

export const procedureSchema = z.object({
  code: z.string(),
  name: z.string(),
  components: z.array(
    z.object({
      componentCode: z.string(),
      name: z.string(),
      accepts: z.array(z.object({ typeCode: z.string(), leastTrustClass: z.string() })),
      statutoryDuty: z.object({ legalGround: z.string() }).nullable(),
      ifRefused: z.string(),
    }),
  ),
});
export type Component = z.output<typeof procedureSchema>['components'][number];

export const citationSchema = z.object({
  id: z.string(),
  documentId: z.string(),
  version: z.number(),
  sha256,
  citedAt: instant,
  receipt: z.string(),
});

export const dossierSchema = z.object({
  code: z.string(),
  procedureCode: z.string(),
  status: z.number(),
  citations: z.array(z.object({ documentId: z.string(), version: z.number(), sha256 })),
});

const item = z.object({
  documentId: z.string(),
  version: z.number(),
  sha256,
  trustClass: z.string(),
  number: z.string().nullable(),
});
export type Item = z.output<typeof item>;

export const evidenceRequestSchema = z.object({
  id: z.string(),
  state: z.string(),
  items: z.array(item),
  consent: z.object({ id: z.string(), state: z.string(), url: z.url(), expiresAt: instant }).optional(),
});
export type EvidenceRequest = z.output<typeof evidenceRequestSchema>;

export const comparisonSchema = z.object({ id: z.string(), outcome: z.string(), at: instant });

export const ownerConsentSchema = z.object({
  id: z.string(),
  state: z.string(),
  recipient: z.object({ name: z.string(), agencyCode: z.string() }),
  officer: z.object({ name: z.string(), position: z.string() }),
  dossierCode: z.string(),
  procedureName: z.string(),
  componentName: z.string(),
  purpose: z.object({ text: z.string() }),
  ifRefused: z.string(),
  documents: z.array(z.object({ documentId: z.string(), title: z.string() })),
  use: z.object({ maxReads: z.number().nullable(), validForDays: z.number(), reads: z.number() }),
  expiresAt: instant,
});

export const recipientConsentSchema = z.object({
  id: z.string(),
  state: z.string(),
  artefact: z.string().nullable(),
});

export const eventPageSchema = z.object({
  items: z.array(z.object({ sequence: z.number(), type: z.string(), consentId: z.string(), at: instant })),
  next: z.number(),
});

export const manifestSchema = z.object({ manifest: z.string() });

export const accessSchema = z.object({
  id: z.string(),
  at: instant,
  action: z.string(),
  actor: z.object({
    kind: z.string(),
    name: z.string(),
    position: z.string().nullable(),
    agency: z.string().nullable(),
    client: z.string().nullable(),
  }),
  dossierCode: z.string().nullable(),
  componentCode: z.string().nullable(),
  basis: z.string().nullable(),
  catalogueGround: z.string().nullable(),
  documentId: z.string().nullable(),
  outcome: z.enum(['ALLOWED', 'REFUSED']),
  refusalCode: z.string().nullable(),
});
export type Access = z.output<typeof accessSchema>;

export const accessPageSchema = z.object({ items: z.array(accessSchema), next: z.string().nullable() });
