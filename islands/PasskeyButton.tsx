import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { cx } from "../components/cx.ts";
import { t } from "../components/text.ts";

/**
 * Fetches the question from `source`, lets the browser answer it with a passkey, and sends the form it stands in with the answer as `passkey`.
 * The question is fetched at the click, not with the page: it holds five minutes only.
 */
export default function PasskeyButton(
  { source, purpose, kind, label, primary }: {
    source: string;
    purpose: string;
    kind: "create" | "get";
    label: string;
    primary: boolean;
  },
) {
  const answer = useRef<HTMLInputElement>(null);
  const busy = useSignal(false);
  const problem = useSignal("");

  async function ask() {
    const form = answer.current?.form;
    if (busy.value || !form || !answer.current || !form.reportValidity()) return;
    busy.value = true;
    problem.value = "";
    try {
      if (!browserSupportsWebAuthn()) throw new Error(t("This browser knows no passkeys here."));
      const token = new FormData(form).get("_csrf_token");
      const response = await fetch(source, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json",
          "x-csrf-token": typeof token === "string" ? token : "",
        },
        body: JSON.stringify({ purpose }),
      });
      const optionsJSON = await response.json();
      if (!response.ok) {
        if (response.status === 401) location.reload(); // the page knows where to go on
        throw new Error(
          typeof optionsJSON?.message === "string" ? optionsJSON.message : t("That did not work. Try again."),
        );
      }
      const result = kind === "create"
        ? await startRegistration({ optionsJSON })
        : await startAuthentication({ optionsJSON });
      answer.current.value = JSON.stringify(result);
      form.submit();
    } catch (error) {
      busy.value = false;
      problem.value = said(error);
    }
  }

  return (
    <div class="grid gap-2">
      <input ref={answer} type="hidden" name="passkey" />
      <button
        type="button"
        class={cx("btn btn-lg w-full", primary && "btn-primary")}
        aria-busy={busy.value}
        onClick={ask}
      >
        {label}
      </button>
      <p role="alert" class="text-sm text-bad">{problem.value}</p>
    </div>
  );
}

/** Browsers tell little, on purpose: a refusal and a time-out look the same. */
function said(error: unknown): string {
  if (!(error instanceof Error)) return t("That did not work. Try again.");
  if (error.name === "InvalidStateError") return t("This device has a passkey for you already.");
  if (error.name === "NotAllowedError") return t("No passkey answered. Try again, or choose another way.");
  return error.message;
}
