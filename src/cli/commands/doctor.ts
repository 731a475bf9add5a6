import type { Command } from 'commander';
import { makeStoredObjectsStore } from '../../documents/index.js';
import { type Check, checkDatabase, checkSurroundings, defineEveryModel } from '../../operations/index.js';
import { systemClock } from '../../platform/clock.js';
import { ConfigError, readConfig } from '../../platform/config.js';
import { StartupError } from '../../platform/startup-error.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';

const marks: Readonly<Record<Check['state'], string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  fault: 'FAULT  ',
};

const now = () => systemClock.now();

/** `doctor`: one line per check; exit code 1 on a fault. */
export function registerDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description(
      'try settings, database, store, clocks, keys, scanner, certificates, disk; exit code 1 on a fault',
    )
    .option('--json', 'all checks as one JSON value')
    .action(async ({ json }: { json?: true }) => {
      const checks = await examine(operatorOf(program));
      const faults = checks.filter(({ state }) => state === 'fault').length;
      if (json) context.printJson({ sound: faults === 0, checks });
      else for (const check of checks) context.say(lineOf(check));
      if (faults > 0) throw new StartupError(`${faults} fault(s).`);
    });

  async function examine(operator: string | undefined): Promise<Check[]> {
    let config;
    try {
      config = readConfig(context.env);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.faults.map((found) => ({
        name: 'settings',
        state: 'fault',
        found,
        advice: 'Mend this setting; the other checks follow then.',
      }));
    }
    const surroundings = await checkSurroundings(config, now);
    try {
      return await context.withService({ operator }, async ({ connection, clock, acts, ...deps }) => {
        defineEveryModel(connection, clock);
        const objects = makeStoredObjectsStore(connection);
        const database = await checkDatabase(deps.config, connection, objects, now);
        if (database.every(({ state }) => state !== 'fault'))
          await acts.record({ operator: deps.operator, act: 'doctor', ids: {} }, () => Promise.resolve());
        return [...database, ...surroundings];
      });
    } catch (error) {
      if (!(error instanceof StartupError)) throw error;
      const advice = 'Start the database, or look at MONGODB_URI.';
      return [{ name: 'database', state: 'fault', found: error.message, advice }, ...surroundings];
    }
  }
}

function lineOf({ name, state, found, advice }: Check): string {
  return `${marks[state]} ${name}: ${found}${advice === undefined ? '' : `. ${advice}`}`;
}
