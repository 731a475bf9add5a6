import { unlink } from 'node:fs/promises';
import {
  type ClientJwk,
  makeClientRegister,
  newClientSchema,
  readPublicKey,
  tokenAddresses,
} from '../../partners/index.js';
import { newId } from '../../platform/ids.js';
import { writeNewSecretFile } from '../../platform/secret-file.js';
import { reasonOf } from '../../platform/startup-error.js';
import { makeClientKey } from '../client-key.js';
import type { CliContext } from '../context.js';
import { type KeyOptions, keySourceOf, type NewKeyFile } from '../key-source.js';
import { UsageError } from '../usage-error.js';

/** As commander gives them. */
export interface AddClientOptions extends KeyOptions {
  readonly agency?: string;
  readonly scopes?: string;
  readonly agreement?: string;
  readonly returnUrl?: readonly string[];
  readonly procedures?: string;
}

/** How each field is typed. */
const typedAs: Readonly<Record<string, string>> = {
  name: 'NAME',
  agency: '--agency',
  scopes: '--scopes',
  procedures: '--procedures',
  returnUrls: '--return-url',
  agreement: '--agreement',
};

/** Registers a client, with a key of its own or a new one. @throws UsageError with all faults of what was typed */
export async function addClient(
  context: CliContext,
  typed: {
    readonly name: string | undefined;
    readonly options: AddClientOptions;
    readonly operator: string | undefined;
  },
): Promise<void> {
  const { fields, source } = await parse(typed.name, typed.options);
  await context.withService({ operator: typed.operator }, async (deps) => {
    const { connection, clock, operator, acts } = deps;
    const { addClient: add } = makeClientRegister({ connection, clock });
    const clientId = newId();
    const keys = 'keys' in source ? source.keys : await writeKey(source, clientId, clock.now());
    try {
      await acts.record({ operator, act: 'clients.add', ids: { clientId } }, () =>
        add(clientId, { ...fields, keys }, { operator }),
      );
    } catch (error) {
      // A key that opens nothing must not lie about.
      if ('path' in source) await unlink(source.path);
      throw error;
    }
    if ('path' in source && source.form.kind === 'p12' && source.passwordIsNew)
      context.say(`Password of ${source.path}, shown only now: ${source.form.password}`);
    context.printJson({ clientId, ...tokenAddresses(deps.publicUrl) });
  });
}

async function parse(name: string | undefined, options: AddClientOptions) {
  const faults: string[] = [];
  const missing = (what: string, value: string | undefined) => {
    if (value === undefined) faults.push(`${what}: is needed`);
  };
  missing('NAME', name);
  missing('--agency', options.agency);
  missing('--scopes', options.scopes);
  const parsed = newClientSchema.safeParse({
    name: name ?? 'missing',
    agency: options.agency ?? 'MISSING',
    scopes: options.scopes === undefined ? ['dossiers'] : listOf(options.scopes),
    procedures: options.procedures === undefined ? null : listOf(options.procedures),
    returnUrls: options.returnUrl ?? [],
    agreement: options.agreement ?? null,
  });
  for (const issue of parsed.error?.issues ?? []) {
    const option = typedAs[String(issue.path[0])] ?? String(issue.path[0]);
    const line = `${option}: ${issue.message}`;
    if (!faults.includes(line)) faults.push(line);
  }
  const source = await keySourceOf(options, faults);
  if (!parsed.success || !source || faults.length > 0) throw new UsageError(faults);
  return { fields: parsed.data, source };
}

function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** Writes the new key and gives its public half as it is registered. */
async function writeKey(
  { path, form }: NewKeyFile,
  clientId: string,
  now: Date,
): Promise<readonly ClientJwk[]> {
  const { file, publicPem } = makeClientKey(form, clientId, now);
  try {
    await writeNewSecretFile(path, file);
  } catch (error) {
    throw new UsageError([`--key-out: ${path} cannot be written (${reasonOf(error)})`]);
  }
  const outcome = readPublicKey(publicPem);
  if ('fault' in outcome) throw new Error(`the new key ${outcome.fault}`);
  return outcome.keys;
}
