import type { Connection } from 'mongoose';
import type { AccountLevel } from '../platform/actor.js';
import { isDuplicateKey } from '../platform/mongo-model.js';
import type { IdentitySource, Owner } from './owner.js';
import { type OwnerKey, ownerKeyText } from './owner-key.js';
import { makeOwnerModel, type OwnerRecord } from './owners.model.js';
import type { Identity } from './same-identity.js';

const KEPT_IDENTITIES = 50;

export interface OwnersStore {
  findById(id: string): Promise<Owner | null>;
  findByKey(key: OwnerKey): Promise<Owner | null>;
  /** The owner of the key, made with `id` if there is none. Of many at once all get the same one. */
  findOrInsert(fresh: NewOwner): Promise<Owner>;
  /** Notes the name of an owner who has none yet. */
  nameUnnamed(id: string, identity: Identity, source: IdentitySource, at: Date): Promise<Owner | null>;
  /** Lets the e-ID's name and birth date win; the former ones stay in the history. */
  confirm(id: string, confirmed: ConfirmedIdentity): Promise<Owner | null>;
}

export interface NewOwner extends Identity {
  readonly id: string;
  readonly key: OwnerKey;
  readonly source: IdentitySource;
  readonly at: Date;
}

export interface ConfirmedIdentity extends Identity {
  readonly accountLevel: AccountLevel;
  readonly technicalId: string | null;
  readonly at: Date;
}

export function makeOwnersStore(connection: Connection): OwnersStore {
  const owners = makeOwnerModel(connection);

  const upsert = async (fresh: NewOwner): Promise<Owner> => {
    const text = ownerKeyText(fresh.key);
    const { id, key, name, birthDate, source, at } = fresh;
    const told = name !== null || birthDate !== null;
    const found = await owners
      .findOneAndUpdate(
        // $elemMatch, so that the filter's value is not also written into the new record's array.
        { keys: { $elemMatch: { text } } },
        {
          $setOnInsert: {
            _id: id,
            keys: [{ text, ...key, since: at }],
            name,
            birthDate,
            identities: told ? [{ name, birthDate, source, at }] : [],
            createdAt: at,
          },
        },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<OwnerRecord>()
      .exec();
    return ownerOf(found);
  };

  return {
    async findById(id) {
      const found = await owners.findById(id).lean<OwnerRecord>().exec();
      return found && ownerOf(found);
    },
    async findByKey(key) {
      const found = await owners
        .findOne({ 'keys.text': ownerKeyText(key) })
        .lean<OwnerRecord>()
        .exec();
      return found && ownerOf(found);
    },
    async findOrInsert(fresh) {
      try {
        return await upsert(fresh);
      } catch (error) {
        // Another call inserted it between our look and our insert: now it is there to be found.
        if (isDuplicateKey(error)) return upsert(fresh);
        throw error;
      }
    },
    async nameUnnamed(id, { name, birthDate }, source, at) {
      const found = await owners
        .findOneAndUpdate(
          { _id: id, confirmed: false, name: null },
          { $set: { name, birthDate }, $push: pushed({ name, birthDate, source, at }) },
          { returnDocument: 'after' },
        )
        .lean<OwnerRecord>()
        .exec();
      return found && ownerOf(found);
    },
    async confirm(id, { name, birthDate, accountLevel, technicalId, at }) {
      // The condition stands in the filter: of two sign-ins at once one writes the history.
      await owners
        .updateOne(
          { _id: id, $nor: [{ name, birthDate, confirmed: true }] },
          {
            $set: { name, birthDate, confirmed: true },
            $push: pushed({ name, birthDate, source: 'E_ID', at }),
          },
        )
        .exec();
      const found = await owners
        .findOneAndUpdate(
          { _id: id },
          { $set: { accountLevel, technicalId, confirmedAt: at } },
          { returnDocument: 'after' },
        )
        .lean<OwnerRecord>()
        .exec();
      return found && ownerOf(found);
    },
  };
}

function pushed(identity: OwnerRecord['identities'][number]) {
  return { identities: { $each: [identity], $slice: -KEPT_IDENTITIES } };
}

function ownerOf({ _id: id, ...record }: OwnerRecord): Owner {
  return {
    id,
    keys: record.keys.map(({ kind, value, country, since }) => ({
      kind,
      value,
      ...(country === undefined ? {} : { country }),
      since,
    })),
    name: record.name,
    birthDate: record.birthDate,
    confirmed: record.confirmed,
    // Only this store writes them, from IdentitySource.
    identities: record.identities.map((told) => ({ ...told, source: told.source as IdentitySource })),
    accountLevel: record.accountLevel,
  };
}
