// npm run demo: one document, three dossiers, zero photocopies, against the running service and over HTTP only.
import { tellStory } from './story.js';
import { Surprise } from './surprise.js';
import { makeTerminal } from './terminal.js';

const terminal = makeTerminal((line) => console.log(line));
try {
  await tellStory(terminal, process.env['MOTLAN_URL'] || 'http://127.0.0.1:3000');
} catch (error) {
  process.exitCode = 1;
  if (error instanceof Surprise) {
    console.error('\nThe demo stops here: something came that it did not expect.');
    console.error(`  expected: ${error.expected}\n  came:     ${error.came}`);
    if (error.advice !== undefined) console.error(`  ${error.advice}`);
  } else {
    console.error(error instanceof Error ? error.message : error);
  }
}
