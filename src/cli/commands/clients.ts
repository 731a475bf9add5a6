import type { Command } from 'commander';
import { makeClientRegister } from '../../partners/index.js';
import type { CliContext } from '../context.js';
import { operatorOf } from '../operator-option.js';
import { pageOf } from '../page-options.js';
import { UsageError } from '../usage-error.js';
import { type AddClientOptions, addClient } from './clients-add.js';
import { describeClient } from './describe-client.js';

/** `clients …`: which partner systems may ask for tokens. */
export function registerClients(program: Command, context: CliContext): void {
  const clients = program.command('clients').description('partner systems that may ask for tokens');

  clients
    .command('add')
    .argument('[name]', 'what owners read in their access log, like "HTTTGQTTHC Bình Dương"')
    .description('register a partner system; prints {clientId, tokenEndpoint, audience}')
    .option('--agency <code>', 'its agency, like H09, H09.27 or 000.00.00.H09')
    .option('--scopes <list>', 'what it may do: of dossiers, evidence, results, with commas')
    .option('--agreement <number>', 'number of the agreement under which it is let in')
    .option('--return-url <url...>', 'where owners may be sent back to after deciding')
    .option('--procedures <codes>', 'procedures it may ask for, with commas (default: all)')
    .option('--key-out <file>', 'make a new ES256 key here: .pem, or .p12 for .NET and Java')
    .option('--password-file <file>', 'holds the password of the .p12 (default: a new one, shown once)')
    .option('--public-key <file>', "the client's own key: PEM public key, PEM certificate or JWK")
    .action(async (name: string | undefined, options: AddClientOptions) => {
      await addClient(context, { name, options, operator: operatorOf(program) });
    });

  clients
    .command('list')
    .description('registered partner systems, newest first')
    .option('--limit <number>', 'how many, 1 to 100', '20')
    .option('--after <id>', 'client id that the page before ended with')
    .action(async (options: { limit: string; after?: string }) => {
      const { limit, after } = pageOf(options);
      await context.withService({ operator: operatorOf(program) }, async ({ connection, clock }) => {
        const { listClients } = makeClientRegister({ connection, clock });
        const found = await listClients({ limit: limit + 1, after });
        const items = found.slice(0, limit);
        const next = found.length > limit ? (items.at(-1)?.clientId ?? null) : null;
        context.printJson({ items: await Promise.all(items.map(describeClient)), next });
      });
    });

  for (const { verb, status, words } of [
    { verb: 'suspend', status: 'SUSPENDED', words: 'no tokens any more; those in use end within 10 seconds' },
    { verb: 'resume', status: 'ACTIVE', words: 'take a suspension back' },
  ] as const) {
    clients
      .command(verb)
      .argument('<id>', 'client id')
      .description(words)
      .action(async (clientId: string) => {
        const operator = operatorOf(program);
        await context.withService({ operator }, async ({ connection, clock, acts, ...deps }) => {
          const { setStatus } = makeClientRegister({ connection, clock });
          const by = { operator: deps.operator, at: clock.now() };
          const changed = await acts.record(
            { operator: deps.operator, act: `clients.${verb}`, ids: { clientId: clientId.slice(0, 100) } },
            async () => {
              const client = await setStatus(clientId, status, by);
              if (!client) throw new UsageError([`ID: there is no client ${clientId}`]);
              return client;
            },
          );
          context.printJson({ clientId: changed.clientId, status: changed.status });
        });
      });
  }
}
