// npm run motlan -- COMMAND …: the command line. Builds first when a source has changed; standard output is the
// command's alone.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isNodeNewEnough, pinnedNode, root } from './pinned-node.mjs';

if (isNodeNewEnough) {
  const { build } = await import('./build.mjs');
  await build((line) => console.error(line));
  await import(pathToFileURL(join(root, 'dist', 'cli', 'main.js')).href);
} else {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exitCode = spawnSync(pinnedNode(), args, { stdio: 'inherit' }).status ?? 1;
}
