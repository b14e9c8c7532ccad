import type { ComponentChildren } from "preact";
import PasskeyButton from "~/islands/PasskeyButton.tsx";
import { t } from "~/components/text.ts";
import { Csrf } from "../admin_page.tsx";
import type { Portal } from "../portals.ts";
import type { State } from "../state.ts";

/** What a passkey is asked for; the options' endpoint has one answer for each. */
export type PasskeyPurpose = "sign-in" | "answer" | "enrol" | "step-up" | "add";

/** A form whose button asks the browser for a passkey and then sends its answer as `passkey`. */
export function PasskeyForm(
  { portal, state, purpose, action, label, primary, children }: {
    portal: Portal;
    state: State;
    purpose: PasskeyPurpose;
    action: string;
    label: string;
    primary?: boolean;
    children?: ComponentChildren;
  },
) {
  return (
    <form method="post" class="grid gap-4">
      <Csrf state={state} />
      <input type="hidden" name="action" value={action} />
      {children}
      <PasskeyButton
        source={`${portal.auth}/second-factor/options`}
        purpose={purpose}
        kind={purpose === "enrol" || purpose === "add" ? "create" : "get"}
        label={label}
        primary={primary ?? false}
      />
      <noscript>
        <p class="text-sm text-ink-3">{t("Passkeys need scripts in the browser.")}</p>
      </noscript>
    </form>
  );
}
