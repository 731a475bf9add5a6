export interface Instruction {
  readonly name: string;
  /** Flags like `--from=build`, by name. */
  readonly flags: Readonly<Record<string, string>>;
  readonly rest: string;
}

export interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** Reads the part of the Dockerfile language that ours uses: ARG before FROM, named stages, flags, line continuation. */
export function parseDockerfile(text: string): readonly Stage[] {
  const args: Record<string, string> = {};
  const stages: { name: string; base: string; instructions: Instruction[] }[] = [];
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n');
  for (const line of lines) {
    const found = /^([A-Z]+)\s+(.*)$/.exec(line.trim());
    if (!found) {
      if (line.trim() !== '') throw new Error(`not understood: ${line}`);
      continue;
    }
    const [, name = '', given = ''] = found;
    const flags: Record<string, string> = {};
    let rest = given;
    // HEALTHCHECK's options stand before CMD; a flag anywhere else belongs to a command.
    for (let flag = /^--([a-z-]+)=(\S+)\s+/.exec(rest); flag; flag = /^--([a-z-]+)=(\S+)\s+/.exec(rest)) {
      flags[flag[1] ?? ''] = flag[2] ?? '';
      rest = rest.slice(flag[0].length);
    }
    if (name === 'ARG') {
      const [key = '', ...value] = rest.split('=');
      args[key] = value.join('=');
    } else if (name === 'FROM') {
      const [base = '', , stage = ''] = rest.split(/\s+/);
      const resolved = base.replace(/\$\{(\w+)\}/g, (_, key: string) => args[key] ?? '');
      stages.push({ name: stage, base: resolved, instructions: [] });
    } else {
      const current = stages.at(-1);
      if (!current) throw new Error(`${name} before FROM`);
      current.instructions.push({ name, flags, rest });
    }
  }
  return stages;
}

/** A stage's instructions, those of the stages it is made from first. */
export function inheritedInstructions(stages: readonly Stage[], name: string): readonly Instruction[] {
  const stage = stages.find((candidate) => candidate.name === name);
  if (!stage) return [];
  return [...inheritedInstructions(stages, stage.base), ...stage.instructions];
}

/** The exec form of CMD and ENTRYPOINT: a JSON array. */
export function execForm(rest: string): readonly string[] {
  // Anything but an array of strings shows as a failing comparison in the test that asked.
  return JSON.parse(rest) as string[];
}
