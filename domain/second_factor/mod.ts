export { remember_device, remembered_days, type RememberedDevice } from "./devices.ts";
export { begin_enrol_passkey, begin_enrol_totp, enrol_passkey, enrol_totp, type Enrolled } from "./enrol.ts";
export { has_second_factor, list_methods, type Method, type MethodKind } from "./methods.ts";
export {
  add_own_passkey,
  ask_own_passkey,
  begin_own_passkey,
  begin_own_totp,
  confirm_own_totp,
  demand_own,
  forget_own_device,
  make_own_recovery_codes,
  own_methods,
  own_security,
  type OwnSecurity,
  remove_own_method,
  rename_own_method,
} from "./own.ts";
export { ask_passkey } from "./passkeys.ts";
export { answer_second_factor, type SecondProof, step_up, wrong_proof } from "./prove.ts";
export { code_count } from "./recovery_codes.ts";
export { must_have_second_factor, step_name } from "./required.ts";
export { reset_second_factor } from "./reset.ts";
export { ask_any_passkey, refused_passkey, sign_in_with_passkey } from "./sign_in.ts";
export { type NewTotp, step_seconds } from "./totp.ts";
