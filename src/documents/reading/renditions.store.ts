import type { Connection } from 'mongoose';
import { makeRenditionModel, type RenditionRecord } from './renditions.model.js';

export type RenditionsStore = ReturnType<typeof makeRenditionsStore>;

/** Which picture of which page. */
export interface RenditionName {
  readonly documentId: string;
  readonly version: number;
  /** From 1. */
  readonly page: number;
  readonly widthPx: number;
}

/** Pictures of pages, as ciphertext; each can be made anew, so losing one loses nothing. */
export function makeRenditionsStore(connection: Connection) {
  const model = makeRenditionModel(connection);
  return {
    async find(name: RenditionName): Promise<Buffer | null> {
      const found = await model.findById(idOf(name)).lean<RenditionRecord>().exec();
      return found && Buffer.from(found.ciphertext.buffer);
    },

    async keep(name: RenditionName, ciphertext: Buffer, expiresAt: Date): Promise<void> {
      const { documentId } = name;
      await model
        .replaceOne({ _id: idOf(name) }, { documentId, ciphertext, expiresAt }, { upsert: true })
        .exec();
    },

    /** With the document that they are of. */
    async remove(documentId: string): Promise<void> {
      await model.deleteMany({ documentId }).exec();
    },
  };
}

function idOf({ documentId, version, page, widthPx }: RenditionName): string {
  return `${documentId}:${version}:${page}:${widthPx}`;
}
