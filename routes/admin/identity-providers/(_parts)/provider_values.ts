/** What the form says of a provider. The domain judges it. */
import { text_of } from "../../../(_web)/forms.ts";

/** Words between blanks, commas or lines. */
const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);
const ticked = (form: FormData, name: string): boolean => text_of(form, name) !== "";
const is_audience = (text: unknown): text is "admin" | "portal" | "reseller" | "vendor" =>
  text === "admin" || text === "portal" || text === "reseller" || text === "vendor";

export function provider_values(form: FormData) {
  const text = (name: string) => text_of(form, name).trim();
  const secret = text("client_secret");
  return {
    name: text("name"),
    button_label: text("button_label") || null,
    issuer: text("issuer"),
    client_id: text("client_id"),
    // An empty field keeps the secret that there is: nobody is shown it, so nobody can type it again.
    ...(secret ? { client_secret: secret } : ticked(form, "no_secret") ? { client_secret: null } : {}),
    scopes: words(text("scopes")),
    audiences: form.getAll("audiences").filter(is_audience),
    is_enabled: ticked(form, "is_enabled"),
    username_claim: text("username_claim"),
    email_claim: text("email_claim"),
    name_claim: text("name_claim"),
    trusts_email: ticked(form, "trusts_email"),
    links_by_email: ticked(form, "links_by_email"),
    creates_people: ticked(form, "creates_people"),
    email_domains: words(text("email_domains")),
    default_role: text("default_role") || null,
    trusts_second_factor: ticked(form, "trusts_second_factor"),
    second_factor_values: words(text("second_factor_values")),
    is_enforced: ticked(form, "is_enforced"),
  };
}
