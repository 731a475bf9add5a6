import { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose';

/**
 * A model of plain records. Unknown fields are refused, there is no hidden version key, and indexes are made by the
 * explicit step at start, never by the way.
 * @param shape mongoose's definition; the record's own type is `Rec`
 * @param retired names of indexes of earlier versions, which the step at start takes away
 */
export function defineModel<Rec>(
  connection: Connection,
  collection: string,
  shape: SchemaDefinition,
  indexes: (schema: Schema) => void,
  retired: readonly string[] = [],
): Model<Rec> {
  // Two stores of one feature may each make it; a connection has it once.
  const made = connection.models[collection];
  if (made) return made;
  const schema = new Schema(shape, {
    collection,
    strict: 'throw',
    versionKey: false,
    minimize: false,
    id: false,
    autoIndex: false,
    autoCreate: false,
  });
  indexes(schema);
  // The shape above describes Rec; mongoose's own inference of it does not survive exactOptionalPropertyTypes.
  const model = connection.model(collection, schema) as unknown as Model<Rec>;
  retiredOf.set(model, retired);
  return model;
}

const retiredOf = new WeakMap<object, readonly string[]>();

/** Names of indexes that a model of an earlier version had and that must be gone. */
export function retiredIndexes(model: Model<unknown>): readonly string[] {
  return retiredOf.get(model) ?? [];
}

/** Whether an error is a unique index refusing a second record; `index` names the index when it matters which. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  const found = error as { code?: number; message?: string };
  return found.code === 11000 && (index === undefined || (found.message ?? '').includes(index));
}
