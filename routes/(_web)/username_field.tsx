import { TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import { problem_of, value_of } from "./pages.ts";
import type { State } from "./state.ts";

/** The name that an invitation gives; the password is its owner's alone. */
export function UsernameField({ state, username }: { state: State; username: string | null }) {
  const error = problem_of(state, "username");
  return (
    <TextField
      name="username"
      label={t("User name")}
      value={value_of(state, "username", username)}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      maxLength={254}
      hint={t("Left empty, it is the person's mail address.")}
      {...(error ? { error } : {})}
    />
  );
}
