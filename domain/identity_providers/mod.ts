/** Single sign-on by OpenID Connect: providers, who is who there, and the flow between browser, provider and us. */
import { declare_event } from "~/domain/kernel/events.ts";

declare_event("identity_provider.checked", "The connection to an identity provider was tested.");

export {
  authorization_url,
  load_provider,
  open_request,
  peek_request,
  type Purpose,
  redirect_uri,
  request_minutes,
  take_request,
} from "./begin.ts";
export { check_provider, type Finding } from "./check.ts";
export type { Visitor } from "./claims.ts";
export { connect, type ProviderWithSecret } from "./connection.ts";
export { break_glass_accounts, type BreakGlass, set_break_glass } from "./enforced.ts";
export { exchange } from "./exchange.ts";
export { external_identity, identity_provider, identity_provider_rule } from "./identity_provider.ts";
export { provider_change, provider_input, type ProviderChange, type ProviderInput, rule_input } from "./input.ts";
export { longest_logout_token, obey_logout } from "./logout.ts";
export {
  begin_link,
  begin_step_up,
  link_visitor,
  own_identities,
  own_step_up_provider,
  type OwnIdentity,
  step_up_visitor,
  unlink_own,
} from "./own.ts";
export {
  change_provider,
  create_provider,
  external_identities,
  identity_provider_rules,
  identity_providers,
  type IdentityProvider,
  remove_provider,
} from "./providers.ts";
export { add_rule, remove_rule, type Rule, rules_of } from "./rules.ts";
export { type Refusal, settle_visit } from "./settle.ts";
export { trouble_of } from "./trouble.ts";
export { has_client_secret, linked_count, proof_opens, provider_of_session, type Way, ways_in } from "./ways.ts";
