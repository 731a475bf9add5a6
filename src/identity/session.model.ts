import { type Connection, type Model, Schema } from 'mongoose';
import { defineModel } from '../platform/mongo-model.js';

/** As connect-mongo writes it, with `stringify: false`. */
export interface SessionRecord {
  /** SHA-256 of the id in the cookie: whoever reads the database holds no session. */
  _id: string;
  session: unknown;
  expires: Date;
}

export function makeSessionModel(connection: Connection): Model<SessionRecord> {
  const known = connection.models['sessions'] as Model<SessionRecord> | undefined;
  return (
    known ??
    defineModel<SessionRecord>(
      connection,
      'sessions',
      {
        _id: { type: String, required: true },
        session: Schema.Types.Mixed,
        expires: { type: Date, required: true },
      },
      (schema) => {
        schema.index({ expires: 1 }, { expireAfterSeconds: 0 });
        // A person's own, to see and to end them.
        schema.index({ 'session.user.kind': 1, 'session.user.id': 1, 'session.signedInAt': -1 });
      },
    )
  );
}
