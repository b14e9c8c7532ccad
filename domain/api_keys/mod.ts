/** API keys: programs that act for a member of staff, within what that person may. */
import "./settings.ts";

export { api_key } from "./api_key.ts";
export { change_key, key_change, type KeyChange } from "./change.ts";
export { create_key, new_key, type NewKey } from "./create.ts";
export { may_change, see_changeable, see_key } from "./reach.ts";
export {
  current_key,
  effective_permissions,
  in_state,
  list_own_keys,
  names_of,
  own_keys_json,
  possible_owners,
} from "./read.ts";
export { revocation, revoke_current_key, revoke_key } from "./revoke.ts";
export { end_grace, longest_grace_hours, rotate_key, rotation } from "./rotate.ts";
export { api_keys, type ApiKey } from "./rows.ts";
export { narrows_scopes, scope_keys } from "./scopes.ts";
export { key_state, type KeyState, warning_days } from "./state.ts";
export { key_terms, type KeyTerms } from "./terms.ts";
export { key_usage, type KeyUsage, shown_days } from "./usage.ts";
export { forget_old_uses, warn_of_expiry } from "./watch.ts";
