/**
 * One WebSocket a page, however many LiveRefresh islands stand on it. Reconnects with back-off (1 s doubling to 30 s, with
 * jitter, so that a restarted server is not stormed), and tells every listener after a reconnect: what happened meanwhile is unknown.
 */
export interface LiveListener {
  topics: string[];
  /** Which portal's session the socket is to use; see routes/ws.ts. */
  portal: string;
  /** Unix time in milliseconds at which the page was asked for, by the server's clock. */
  since: number;
  changed: () => void;
  online: (is_online: boolean) => void;
}

const listeners = new Set<LiveListener>();
let socket: WebSocket | undefined;
let failures = 0;
let was_connected = false;
let retry: ReturnType<typeof setTimeout> | undefined;

export function listen(listener: LiveListener): () => void {
  listeners.add(listener);
  if (!socket) connect(listener.portal);
  else if (socket.readyState === WebSocket.OPEN) subscribe(socket, listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(retry);
    socket?.close();
    socket = undefined;
    was_connected = false;
  };
}

function connect(portal: string): void {
  const opened = new WebSocket(
    `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws?portal=${encodeURIComponent(portal)}`,
  );
  socket = opened;
  opened.onopen = () => {
    failures = 0;
    for (const listener of listeners) {
      subscribe(opened, listener);
      listener.online(true);
      if (was_connected) listener.changed();
    }
    was_connected = true;
  };
  opened.onmessage = (event) => {
    const topic = topic_of(event.data);
    for (const listener of listeners) {
      if (topic === "*" || (topic !== undefined && listener.topics.includes(topic))) listener.changed();
    }
  };
  opened.onclose = () => {
    if (socket !== opened) return; // closed by us
    for (const listener of listeners) listener.online(false);
    const wait = Math.min(30_000, 1000 * 2 ** failures++) * (0.7 + Math.random() * 0.6);
    retry = setTimeout(() => listeners.size > 0 && connect(portal), wait);
  };
}

function subscribe(open: WebSocket, { topics, since }: LiveListener): void {
  open.send(JSON.stringify({ subscribe: topics, since }));
}

function topic_of(data: unknown): string | undefined {
  try {
    const message: unknown = JSON.parse(String(data));
    if (message !== null && typeof message === "object" && "topic" in message && typeof message.topic === "string") {
      return message.topic;
    }
  } catch {
    // not ours
  }
  return undefined;
}
