// mocha's "spec" reporter, which also leaves the figures of the run in the file named by TEST_SUMMARY_FILE.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const file = process.env.TEST_SUMMARY_FILE;
      if (file) writeFileSync(file, JSON.stringify({ passes, failures, pending }));
      setTimeout(tellWhatIsOpen, 10_000).unref();
    });
  }
}

/** Ten seconds after the last test nothing should keep the process alive. */
function tellWhatIsOpen() {
  console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
}
