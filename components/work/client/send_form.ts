/** Sends a form beside the page, so that a network that fails takes neither the page nor the chosen photos with it. */
export type Sent =
  | { kind: "done"; url: string }
  | { kind: "refused"; messages: string[]; page: Document | null }
  | { kind: "unsent" };

/** Nothing moving for this long counts as no network. */
const stall_ms = 45_000;

/** @param progress 0 to 1 of the upload; XMLHttpRequest, because fetch does not tell it */
export function send_form(form: HTMLFormElement, progress: (share: number) => void): Promise<Sent> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let timer = setTimeout(() => request.abort(), stall_ms);
    const moving = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), stall_ms);
    };
    const end = (sent: Sent) => {
      clearTimeout(timer);
      resolve(sent);
    };
    request.upload.onprogress = (event) => {
      moving();
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onprogress = moving;
    request.onerror = request.onabort = () => end({ kind: "unsent" });
    request.onload = () => end(outcome(request));
    request.open("POST", action_of(form));
    request.setRequestHeader("accept", "text/html, application/json");
    request.send(new FormData(form));
  });
}

function outcome(request: XMLHttpRequest): Sent {
  if (request.status >= 200 && request.status < 300) return { kind: "done", url: request.responseURL };
  if (request.status >= 500 || request.status === 0) return { kind: "unsent" };
  if (request.getResponseHeader("content-type")?.startsWith("text/html")) {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const lines = [...page.querySelectorAll('main [role="alert"] li')].map((line) => line.textContent?.trim() ?? "");
    return { kind: "refused", messages: lines.filter(Boolean), page };
  }
  return { kind: "refused", messages: [message_of(request.responseText)].filter(Boolean), page: null };
}

function message_of(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && "message" in answer ? String(answer.message) : "";
  } catch {
    return "";
  }
}

/** `form.action` would be the form's control of that name, where it has one. */
export const action_of = (form: HTMLFormElement): string =>
  new URL(form.getAttribute("action") ?? "", location.href).href;
