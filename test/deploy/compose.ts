import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly target: string };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly privileged?: boolean;
  readonly security_opt?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly ports?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: Readonly<Record<string, unknown>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy?: { readonly resources: { readonly limits: Readonly<Record<string, unknown>> } };
  readonly volumes?: readonly (
    | string
    | { readonly type: string; readonly source: string; readonly target: string }
  )[];
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

/** A variable that the file demands and nobody has set. */
export class MissingVariable extends Error {
  override readonly name = 'MissingVariable';
}

/** A compose file with its merges and variables filled in, as far as ours use that language. */
export async function readCompose(
  file: string,
  variables: Readonly<Record<string, string>>,
): Promise<Compose> {
  const text = await readFile(join(import.meta.dirname, '..', '..', file), 'utf8');
  const tags = [{ tag: '!override', collection: 'seq' as const, resolve: (items: unknown) => items }];
  // Its shape is what the tests look at, and `docker compose` checks it against its schema.
  return fill(parse(text, { merge: true, customTags: tags as never }), variables) as Compose;
}

function fill(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, variables));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, variables)]));
  if (typeof value !== 'string') return value;
  return value.replace(
    /\$\$|\$\{(\w+)(?::([?-])([^}]*))?\}/g,
    (whole, name: string, kind: string, rest: string) => {
      if (whole === '$$') return '$';
      const given = variables[name];
      if (given) return given;
      if (kind === '?') throw new MissingVariable(`${name}: ${rest}`);
      return rest ?? '';
    },
  );
}
