import { TextField } from "~/components/form/text_field.tsx";
import { t } from "~/components/text.ts";
import { password_length } from "~/domain/access/mod.ts";
import { problem_of, value_of } from "./pages.ts";
import type { State } from "./state.ts";

/** User name and password as an administrator sets them for somebody else: for no password manager of theirs. */
export function SignInFields({ state, username }: { state: State; username: string | null }) {
  const problem = (field: string) => {
    const error = problem_of(state, field);
    return error ? { error } : {};
  };
  return (
    <>
      <TextField
        name="username"
        label={t("User name")}
        value={value_of(state, "username", username)}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        required
        maxLength={254}
        hint={t("An e-mail address is a good one.")}
        {...problem("username")}
      />
      <TextField
        name="password"
        type="password"
        label={username ? t("New password") : t("Password")}
        autocomplete="new-password"
        required
        minLength={password_length.min}
        maxLength={password_length.max}
        hint={t(
          "At least {n} characters; several words are easier to keep in mind than signs. Hand it over in person.",
          { n: password_length.min },
        )}
        {...problem("password")}
      />
    </>
  );
}
