// npm start: builds when a source has changed, then runs the service in this process.
// Plain JavaScript that Node 20 understands, for it may be run by the machine's own Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isNodeNewEnough, pinnedNode, root } from './pinned-node.mjs';

if (isNodeNewEnough) await runHere();
else runUnderPinnedNode();

async function runHere() {
  endWithParent();
  try {
    const { build } = await import('./build.mjs');
    await build((line) => console.log(line));
  } catch (error) {
    if (error?.code === 'ERR_MODULE_NOT_FOUND') fail('The packages are not installed. Run: npm ci');
    fail(`The build failed: ${error?.message ?? error}`);
  }
  await import(pathToFileURL(join(root, 'dist', 'server.js')).href);
}

function runUnderPinnedNode() {
  const node = pinnedNode();
  // Its own group, so that Ctrl-C reaches it once, through us; the channel closes when we die, even by kill -9.
  const args = [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => fail(`${node} does not run: ${error.message}`));
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** Ends us, with all that we started, when the process that started us dies without telling. */
function endWithParent() {
  if (process.channel) {
    process.once('disconnect', stop);
    process.channel.unref();
  }
  // npm waits for us, so when it is gone it was killed. (package.json says `exec`: no shell stands between.)
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 1000);
  timer.unref();
}

function stop() {
  process.kill(process.pid, 'SIGTERM');
}

function fail(line) {
  console.error(line);
  process.exit(1);
}
