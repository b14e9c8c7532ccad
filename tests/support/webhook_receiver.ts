/** A real HTTP receiver of webhooks: keeps what arrives, checks signatures with another's code, misbehaves when told to. */
import { Webhook } from "standardwebhooks";
import { wait_for } from "./wait_for.ts";

export interface ReceivedHook {
  method: string;
  path: string;
  headers: Headers;
  body: string;
  /** The body, once its Standard Webhooks signature and time stamp proved right; throws otherwise. */
  verified(secret: string): unknown;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Holds the answer back until the receiver closes: the sender runs into its own time-out. */
  hang?: boolean;
}

export interface WebhookReceiver extends AsyncDisposable {
  url: string;
  requests: ReceivedHook[];
  /** The next n requests get this answer, the others 204. */
  answer(next: number, answer: Answer): void;
  /** Waits until n requests have come, 5 s at most. */
  received(n: number): Promise<ReceivedHook[]>;
  close(): Promise<void>;
}

export function webhook_receiver(): WebhookReceiver {
  const requests: ReceivedHook[] = [];
  const answers: Answer[] = [];
  const closing = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.text();
    const headers = new Headers(request.headers);
    requests.push({
      method: request.method,
      path: new URL(request.url).pathname,
      headers,
      body,
      verified: (secret) => new Webhook(secret).verify(body, Object.fromEntries(headers)),
    });
    const answer = answers.shift() ?? { status: 204 };
    if (answer.hang) await closing.promise;
    return new Response(answer.body ?? null, {
      status: answer.status,
      ...(answer.headers ? { headers: answer.headers } : {}),
    });
  });
  async function close() {
    closing.resolve();
    await server.shutdown();
  }
  return {
    url: `http://127.0.0.1:${server.addr.port}/hook`,
    requests,
    answer: (next, answer) => void answers.push(...Array<Answer>(next).fill(answer)),
    received: (n) =>
      wait_for(`${n} webhook requests`, () => requests.length >= n && requests.slice(0, n)).then((got) => got || []),
    close,
    [Symbol.asyncDispose]: close,
  };
}
