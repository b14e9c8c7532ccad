import "./handlers/people.ts";
import "./notices.ts";
import { refusal } from "~/domain/kernel/db_errors.ts";
import { manager } from "~/domain/kernel/manager.ts";
import { person_permission, person_role, role } from "./role.ts";

refusal("user_credentials_username", { field: "username", message: "belongs to another person" });

export const person_roles = manager(person_role);
export const person_permissions = manager(person_permission);
export { role };
export {
  copy_role,
  retire_role,
  role_copy,
  role_figures,
  role_options,
  type RoleFigures,
  type RoleOption,
  roles,
} from "./roles.ts";
export { type Role } from "./role_rules.ts";
export { actor_of_session, type Audience, type SessionActor, with_request } from "./actor_of_session.ts";
export { builtin_roles } from "./builtin_roles.ts";
export { audiences_of } from "./audiences.ts";
export {
  check_password,
  find_credential,
  password_length,
  type PasswordProof,
  prove_password,
  refused_sign_in,
  set_password,
  settle_sign_in,
  username_of,
} from "./credentials.ts";
export { access_seconds, actors_change_on, type Gate, open_gate } from "./gate.ts";
export { address_range, narrows_addresses } from "./key_addresses.ts";
export { type KeyGate } from "./key_gate.ts";
export { has_administrator } from "./administrators.ts";
export { grant_role, revoke_role } from "./grants.ts";
export { demand_not_above, demand_within } from "./within.ts";
export { type DirectGrant, grant_input, grant_permission, list_grants, revoke_permission } from "./direct_grants.ts";
export {
  entity_actions,
  type EntityAction,
  find_permission,
  permission_groups,
  permission_keys,
  type PermissionGroup,
  type PermissionKey,
} from "./permission_keys.ts";
export { seed_roles } from "./seed_roles.ts";
export {
  end_session,
  end_sessions_of,
  open_session,
  type Opened,
  type ProvenIdentity,
  refresh_days,
  rotate_session,
  session_of_token,
  type SessionTerms,
  step_up_session,
} from "./sessions.ts";
export {
  entry_rule,
  fail_step,
  find_pending,
  finish_sign_in,
  keep_pending_data,
  pass_step,
  type Pending,
  pending_minutes,
  type Proven,
  sign_in_step,
  type SignInOutcome,
  type Step,
} from "./sign_in_steps.ts";
export {
  end_user_sessions,
  get_user,
  list_users,
  unlock,
  type User,
  type UserQuery,
  type UserRole,
  type UserSession,
} from "./users.ts";
export { find_link, type Link, type LinkKind } from "./links.ts";
export {
  change_password,
  choose_password,
  confirm_email,
  hash_new_password,
  invite_user,
  request_email_verification,
  request_password_reset,
} from "./passwords.ts";
export {
  end_other_sessions,
  end_own_session,
  own_sessions,
  own_sign_in,
  type OwnSession,
  type OwnSignIn,
} from "./own_sessions.ts";
export { forget_old_guards, lift_lock, list_locks, type Lock } from "./locks.ts";
export { open_rate_limits, type RateKind, type RateLimits, type Standing } from "./rate_limits.ts";
export { address_key } from "./guards.ts";
export { known_devices } from "./known_devices.ts";
export {
  demand_oneself,
  end_impersonation,
  impersonation_input,
  type ImpersonationInput,
  most_minutes,
  start_impersonation,
} from "./impersonation.ts";
export { clear_failures_of, count_failure_of, enter_guards, settle_guards } from "./guards.ts";
export { demand_step_up, is_step_up_required, step_up_field, step_up_minutes } from "./step_up.ts";
export { explain_permissions, type ExplainedKey, type Explanation, type Source } from "./explain.ts";
export { type Holder, type Holders, holders_of } from "./holders.ts";
export {
  access_review_page,
  dormant_days,
  type ReviewedPerson,
  type ReviewPage,
  type ReviewQuery,
  type ReviewRight,
} from "./review.ts";
export { access_reviews, begin_review_export, mark_reviewed, review_input } from "./reviews.ts";
