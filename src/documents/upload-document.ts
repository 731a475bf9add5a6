import type { IncomingMessage } from 'node:http';
import type { Catalogue } from '../catalogue/index.js';
import { z } from '../http/zod.js';
import type { OwnerActor } from '../platform/actor.js';
import { AppError } from '../platform/app-error.js';
import { type Clock, vietnamDate } from '../platform/clock.js';
import type { AddDocument } from './add-document.js';
import { type AddVersion, nextVersion } from './add-version.js';
import type { StoredDocument } from './document.js';
import { factsOf } from './document-facts.js';
import { mayAddType } from './documents.policy.js';
import { uploadFieldsSchema } from './documents.schemas.js';
import type { DocumentsStore } from './documents.store.js';
import type { ExamineFile, ReceiveUpload } from './intake/received-file.js';
import { type ReceivedDocument, receiveDocument } from './receive-document.js';

export interface UploadInput<Kept> {
  readonly actor: OwnerActor;
  readonly request: IncomingMessage;
  readonly checkCsrf: (token: string | undefined) => void;
  /** Gets the text fields before the file is read. */
  readonly keepTyped?: (fields: Readonly<Record<string, string>>) => void;
  /** The id for the new document. */
  readonly newId: string;
  /** Runs the effect once per Idempotency-Key; without one it just runs it. */
  readonly once: (bodyHash: string, effect: (ids: readonly string[]) => Promise<Kept>) => Promise<Kept>;
  readonly answer: (outcome: UploadOutcome) => Kept;
}
export interface UploadOutcome {
  readonly document: StoredDocument;
  /** False when nothing was made: the bytes were there already. */
  readonly created: boolean;
}

/** From the multipart body to the stored document: for the API and for the form alike. */
export function makeUploadDocument(deps: {
  receive: ReceiveUpload;
  examineFile: ExamineFile;
  documents: DocumentsStore;
  catalogue: Catalogue;
  clock: Clock;
  addDocument: AddDocument;
}) {
  return <Kept>(input: UploadInput<Kept>): Promise<Kept> => {
    const { actor, newId } = input;
    const binding = { ownerId: actor.ownerId, documentId: newId, version: 1 };
    const checkFields = (fields: z.output<typeof uploadFieldsSchema>) => {
      factsOf(fields, deps.catalogue, vietnamDate(deps.clock.now()));
      mayAddType(actor, fields.typeCode);
    };
    return receiveDocument(
      deps,
      {
        request: input.request,
        binding,
        schema: uploadFieldsSchema,
        checkCsrf: input.checkCsrf,
        keepTyped: input.keepTyped,
        checkFields,
      },
      ({ fields, file, bodyHash, examine }) =>
        input.once(bodyHash, async (ids) => {
          const made = await madeEarlier(deps.documents, actor, ids, newId);
          if (made) return input.answer({ document: made, created: true });
          const { document, duplicate } = await deps.addDocument({
            actor,
            file,
            examination: await examine(),
            given: fields,
          });
          return input.answer({ document, created: !duplicate });
        }),
    );
  };
}

async function madeEarlier(
  documents: DocumentsStore,
  actor: OwnerActor,
  ids: readonly string[],
  newId: string,
): Promise<StoredDocument | null> {
  for (const id of ids) {
    const found = id === newId ? null : await documents.ofOwner(actor.ownerId, id);
    if (found) return found;
  }
  return null;
}

/** A new version of an own upload, from the multipart body on. */
export function makeUploadVersion(deps: {
  receive: ReceiveUpload;
  examineFile: ExamineFile;
  documents: DocumentsStore;
  addVersion: AddVersion;
}) {
  return async <Kept>(input: UploadInput<Kept> & { readonly id: string }): Promise<Kept> => {
    const { actor, id } = input;
    let version = 1;
    let refusal: AppError | undefined;
    try {
      version = await nextVersion(deps.documents, actor, id);
    } catch (error) {
      if (!(error instanceof AppError) || !isTokenAwaited(input)) throw error;
      refusal = error;
    }
    return receiveDocument(
      deps,
      {
        request: input.request,
        binding: { ownerId: actor.ownerId, documentId: id, version },
        schema: z.strictObject({}),
        checkCsrf: (token) => {
          input.checkCsrf(token);
          if (refusal) throw refusal;
        },
      },
      ({ file, bodyHash, examine }: ReceivedDocument<object>) =>
        input.once(bodyHash, async () => {
          const { document, unchanged } = await deps.addVersion({
            actor,
            file,
            examination: await examine(),
          });
          return input.answer({ document, created: !unchanged });
        }),
    );
  };
}

/** Whether the session's token is still to come, in the form: until then nothing is told of what the address names. */
function isTokenAwaited({ checkCsrf }: Pick<UploadInput<unknown>, 'checkCsrf'>): boolean {
  try {
    checkCsrf(undefined);
    return false;
  } catch {
    return true;
  }
}
