export { makeJobLeases } from './jobs.store.js';
export { type Job, type JobOutcome, runJobs } from './run-jobs.js';
