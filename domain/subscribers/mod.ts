export { subscriber, subscriber_person } from "./subscriber.ts";
export { type Subscriber, subscribers } from "./subscribers.ts";
export { subscriber_moves } from "./transitions.ts";
export {
  type Link,
  link_person,
  primary_subscriber_of,
  subscriber_people,
  type SubscriberPerson,
  type SubscriberRole,
} from "./subscriber_people.ts";
export {
  external_system_schema,
  sync_body,
  sync_record_schema,
  sync_subscriber,
  sync_subscribers,
  type SyncProblem,
  type SyncResult,
} from "./sync/sync.ts";
export { is_sync_field, sync_field_names, sync_fields, type SyncFieldName } from "./sync/fields.ts";
export { imports, subscriber_import, type SubscriberImport } from "./imports/import.ts";
export { guess_mapping, type Mapping, mapping_schema, type Suggestion } from "./imports/mapping.ts";
export { import_max_mb, sample_of, type Upload, upload_import, type Uploaded } from "./imports/upload.ts";
export { cancel_import, check_import, type Instructions, run_import } from "./imports/verbs.ts";
export { count_problems, type ImportProblem, list_problems, type Report } from "./imports/report.ts";
export { type Ending, run_import_now, run_waiting_imports, type RunOptions } from "./imports/run.ts";
export { forget_old_imports } from "./imports/forget.ts";
export {
  forget_inbound_messages,
  hook_body,
  hook_secrets,
  type HookResult,
  longest_message,
  receive_sync_message,
} from "./sync/hook.ts";
