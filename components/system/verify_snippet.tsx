import { t } from "../text.ts";

const javascript = `import { Webhook } from "standardwebhooks"; // npm, PyPI, Go, Java, …

const webhook = new Webhook(process.env.OMNI_WEBHOOK_SECRET);

export async function receive(request) {
  const body = await request.text(); // the exact bytes, before any JSON parsing
  const message = webhook.verify(body, Object.fromEntries(request.headers));
  // message.type, message.timestamp, message.data
  // A repeat carries the same webhook-id: keep the ids of the last days and drop what you know.
  return new Response(null, { status: 204 }); // within 15 s; work that takes longer belongs in a queue
}`;

const by_hand = `signed   = webhook-id + "." + webhook-timestamp + "." + body
key      = base64-decode(secret without "whsec_")
expected = "v1," + base64(hmac-sha256(key, signed))

accept if one of the words in webhook-signature equals expected (compare in constant time)
and webhook-timestamp is less than 5 minutes away from now`;

/** How a receiver knows that a message is ours. */
export function VerifySnippets() {
  return (
    <div class="grid gap-3">
      <p class="text-sm text-ink-2">
        {t("Each message is signed as Standard Webhooks (standardwebhooks.com). With one of its libraries:")}
      </p>
      <pre
        class="rounded-lg bg-sunken p-4 text-xs overflow-x-auto"
        tabIndex={0}
        aria-label={t("Example in JavaScript")}
      ><code>{javascript}</code></pre>
      <details>
        <summary class="text-sm font-medium cursor-pointer w-max">{t("Without a library")}</summary>
        <pre
          class="rounded-lg bg-sunken p-4 text-xs overflow-x-auto mt-2"
          tabIndex={0}
          aria-label={t("The rule")}
        ><code>{by_hand}</code></pre>
      </details>
    </div>
  );
}
