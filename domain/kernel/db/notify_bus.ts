/** The bus of several processes: PostgreSQL LISTEN/NOTIFY on one connection of its own, opened by the first listener. */
import postgres from "postgres";
import { type Bus, check_message, deliver, type Subscription } from "./bus.ts";

export interface NotifyBusOptions {
  /** A pool to send through. */
  sql: postgres.Sql;
  /** Opens the connection that listens; called again after each loss. */
  open: (hooks: { onnotify: (channel: string, payload: string) => void; onclose: () => void }) => postgres.Sql;
  /** Milliseconds between attempts while the server is away. */
  retry_ms?: number;
}

/**
 * Not `sql.listen` of postgres.js: after a restart of the server it waits up to 20 s between attempts and tells nobody
 * that messages were missed. (LISTEN does not work through a transaction pooler: its URL must reach the server itself.)
 */
export function notify_bus({ sql, open, retry_ms = 500 }: NotifyBusOptions): Bus {
  const subscriptions = new Set<Subscription>();
  let connection: postgres.Sql | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function connected(): postgres.Sql {
    if (connection) return connection;
    const mine: postgres.Sql = open({
      onnotify: (channel, payload) => deliver(subscriptions, channel, payload),
      onclose: () => connection === mine && lost(mine),
    });
    return connection = mine;
  }

  function lost(gone: postgres.Sql): void {
    connection = undefined;
    void gone.end({ timeout: 0 });
    if (!closed && subscriptions.size > 0) retry = setTimeout(resubscribe, retry_ms);
  }

  async function resubscribe(): Promise<void> {
    const mine = connected();
    try {
      for (const channel of new Set([...subscriptions].map((it) => it.channel))) await mine`listen ${mine(channel)}`;
    } catch {
      if (connection === mine) lost(mine);
      return;
    }
    for (const it of [...subscriptions]) it.on_gap?.();
  }

  return {
    async listen(channel, fn, on_gap) {
      check_message(channel, "");
      const it = { channel, fn, on_gap };
      const mine = connected();
      await mine`listen ${mine(channel)}`;
      subscriptions.add(it);
      return async () => {
        subscriptions.delete(it);
        if (closed || !connection || [...subscriptions].some((other) => other.channel === channel)) return;
        await connection`unlisten ${connection(channel)}`.catch(() => {}); // a lost connection listens to nothing any more
      };
    },
    async notify(channel, payload) {
      check_message(channel, payload);
      await sql`select pg_notify(${channel}, ${payload})`;
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      subscriptions.clear();
      const mine = connection;
      connection = undefined;
      await mine?.end({ timeout: 1 });
    },
  };
}
