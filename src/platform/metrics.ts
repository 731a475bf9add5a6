import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';

/** What the service counts, in base units, as Prometheus reads it. Labels are few and fixed: never ids or names. */
export interface Metrics {
  request(labels: { method: string; route: string; status: number }, seconds: number): void;
  job(labels: { job: string; outcome: string }, seconds: number, settled: number): void;
  /** The exposition text and its media type. */
  read(): Promise<{ text: string; contentType: string }>;
}

export function makeMetrics(facts: { memoryBudgetUsedBytes: () => number }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'motlan_' });
  const registers = [registry];
  const requests = new Histogram({
    name: 'motlan_http_request_duration_seconds',
    help: 'Time from the request’s head to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const jobs = new Histogram({
    name: 'motlan_job_duration_seconds',
    help: 'Runs of recurring jobs in this process.',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  });
  const settled = new Counter({
    name: 'motlan_job_settled_total',
    help: 'Things that recurring jobs settled.',
    labelNames: ['job'],
    registers,
  });
  const budget = new Gauge({
    name: 'motlan_upload_memory_used_bytes',
    help: 'Bytes of uploads held in memory.',
    registers,
  });
  return {
    request: ({ method, route, status }, seconds) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    job: (labels, seconds, count) => {
      jobs.observe(labels, seconds);
      settled.inc({ job: labels.job }, count);
    },
    read: async () => {
      budget.set(facts.memoryBudgetUsedBytes());
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}
