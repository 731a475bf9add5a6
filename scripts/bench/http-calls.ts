import { Agent, request } from 'node:http';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: readonly Uint8Array[];
  readonly json?: unknown;
  /** The status that it must have. */
  readonly status: number;
}

export interface Answered {
  readonly bytes: Buffer;
  readonly text: () => string;
}

/** Calls over kept-alive connections with little work of their own: the load shares the machine with the service. */
export interface HttpCalls {
  /** The whole answer. @throws Error when the status is another */
  call(call: Call): Promise<Answered>;
  /** Only the length of what came, not kept. */
  length(call: Call): Promise<number>;
  close(): void;
}

export function makeHttpCalls(base: string, headers: Readonly<Record<string, string>> = {}): HttpCalls {
  const { hostname, port } = new URL(base);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });

  const run = (wanted: Call, onChunk: (chunk: Buffer) => void): Promise<void> => {
    const { method = 'GET', path, json, status } = wanted;
    const body = json === undefined ? wanted.body : [Buffer.from(JSON.stringify(json))];
    const length = body?.reduce((total, part) => total + part.length, 0);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            ...headers,
            ...wanted.headers,
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
            ...(length === undefined ? {} : { 'content-length': String(length) }),
          },
        },
        (response) => {
          const asked = response.statusCode === status;
          const wrong: Buffer[] = [];
          response.on('data', (chunk: Buffer) => {
            if (asked) onChunk(chunk);
            else wrong.push(chunk);
          });
          response.once('error', reject);
          response.once('end', () => {
            if (asked) resolve();
            else {
              const said = Buffer.concat(wrong).toString('utf8').slice(0, 300);
              reject(new Error(`${method} ${path}: ${response.statusCode} instead of ${status}: ${said}`));
            }
          });
        },
      );
      sent.once('error', reject);
      for (const part of body ?? []) sent.write(part);
      sent.end();
    });
  };

  return {
    async call(wanted) {
      const chunks: Buffer[] = [];
      await run(wanted, (chunk) => chunks.push(chunk));
      const bytes = Buffer.concat(chunks);
      return { bytes, text: () => bytes.toString('utf8') };
    },
    async length(wanted) {
      let length = 0;
      await run(wanted, (chunk) => {
        length += chunk.length;
      });
      return length;
    },
    close: () => agent.destroy(),
  };
}
