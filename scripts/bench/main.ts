// npm run bench: how near the service comes to the bare store and the bare database, in the same run.
import { readPlan, usage } from './plan.js';

try {
  const plan = readPlan(process.argv.slice(2));
  if (plan === 'help') console.log(usage);
  else {
    // Only now: it brings half of the service along.
    const { bench } = await import('./bench.js');
    await bench(plan, process.env, (line) => console.log(line));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
