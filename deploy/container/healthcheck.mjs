// The image's HEALTHCHECK: exits 0 when the service on this container's PORT says that it lives.
const { PORT = '3000' } = process.env;

try {
  const answer = await fetch(`http://127.0.0.1:${PORT}/healthz`, { signal: AbortSignal.timeout(3000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
