// mocha's "spec" reporter, which also leaves the figures of the run in the file named by TEST_SUMMARY_FILE.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import Mocha from 'mocha';

export default class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const files = {};
    let since = Date.now();
    // From one file's end to the next one's, so that its hooks are counted with it.
    runner.on(Mocha.Runner.constants.EVENT_SUITE_END, (suite) => {
      if (!suite.parent?.root || !suite.file) return;
      const file = relative(process.cwd(), suite.file);
      files[file] = (files[file] ?? 0) + Date.now() - since;
      since = Date.now();
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.TEST_SUMMARY_FILE;
      if (file) writeFileSync(file, JSON.stringify({ passes, failures, pending, files }));
      setTimeout(tellWhatIsOpen, 10_000).unref();
    });
  }
}

/** Ten seconds after the last test nothing should keep the process alive. */
function tellWhatIsOpen() {
  console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
  // Undocumented, but it alone tells of whom a socket is.
  const handles = process['_getActiveHandles']?.() ?? [];
  for (const { localPort, remotePort, spawnargs } of handles)
    if (localPort ?? spawnargs)
      console.error(`  ${spawnargs?.join(' ') ?? `:${localPort} to :${remotePort}`}`);
}
