import type { Connection } from 'mongoose';
import { makeRenditionModel, type RenditionRecord } from './renditions.model.js';

export type RenditionsStore = ReturnType<typeof makeRenditionsStore>;

/** Small pictures of versions, as ciphertext; each can be made anew, so losing one loses nothing. */
export function makeRenditionsStore(connection: Connection) {
  const model = makeRenditionModel(connection);
  return {
    async find(documentId: string, version: number): Promise<Buffer | null> {
      const found = await model.findById(idOf(documentId, version)).lean<RenditionRecord>().exec();
      return found && Buffer.from(found.ciphertext.buffer);
    },

    async keep(documentId: string, version: number, ciphertext: Buffer, at: Date): Promise<void> {
      await model
        .replaceOne({ _id: idOf(documentId, version) }, { documentId, ciphertext, at }, { upsert: true })
        .exec();
    },

    /** With the document that they are of. */
    async remove(documentId: string): Promise<void> {
      await model.deleteMany({ documentId }).exec();
    },
  };
}

function idOf(documentId: string, version: number): string {
  return `${documentId}:${version}`;
}
