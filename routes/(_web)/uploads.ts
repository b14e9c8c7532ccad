/**
 * Forms that bring files. They are judged and stored before the transaction begins, for storing is slow and a repeated
 * transaction must not store twice, and removed again where nothing was written.
 */
import type { Config } from "~/config.ts";
import { t } from "~/components/text.ts";
import { can } from "~/domain/kernel/actor.ts";
import { discard_files, most_files, stage_files, type StagedFile } from "~/domain/kernel/attachments.ts";
import { DomainError, type FieldProblem, invalid } from "~/domain/kernel/errors.ts";
import type { Tx } from "~/domain/kernel/tx.ts";
import { form_data, text_of } from "./forms.ts";
import { actor_of } from "./middlewares.ts";
import { declare } from "./declared.ts";
import { type Action, action, actions, type Answer, type Ctx, keys_of } from "./pages.ts";

/** The name of every file control. */
export const files_field = "files";

/** What a form that takes files says before anything is chosen. */
export const limits_text = (config: Pick<Config, "FILES_MAX_MB">): string =>
  t("Up to {n} files of {mb} MB each: photos, PDF, documents, recordings.", { n: most_files, mb: config.FILES_MAX_MB });

/** Limits for the browser's own check, which spares a phone an upload that would be refused. */
export const upload_limits = (config: Pick<Config, "FILES_MAX_MB">) => ({
  most: most_files,
  max_mb: config.FILES_MAX_MB,
});

export interface UploadAction {
  permission: string;
  run: (tx: Tx, ctx: Ctx, form: FormData, files: readonly StagedFile[]) => Promise<Response>;
}
export const upload_action = (permission: string, run: UploadAction["run"]): UploadAction => ({ permission, run });

/** `actions` for a table in which some take files: the others get an empty list. */
export function upload_actions<Data>(table: Record<string, UploadAction>, show: (ctx: Ctx) => Promise<Answer<Data>>) {
  return declare(async (ctx: Ctx): Promise<Answer<Data>> => {
    const form = await form_data(ctx.req);
    const chosen = table[text_of(form, "action") || "save"];
    const staging = chosen && can(actor_of(ctx.state), chosen.permission)
      ? await stage(ctx, form)
      : { files: [], refusal: null };
    const with_files = Object.fromEntries(
      Object.entries(table).map(([name, one]): [string, Action] => [name, given_files(one, staging)]),
    );
    let is_kept = false;
    try {
      const answer = await actions(with_files, show)(ctx);
      is_kept = answer instanceof Response && answer.status < 400; // a redirect comes after the commit
      return answer;
    } finally {
      if (!is_kept) await discard_files(ctx.state.house.platform, staging.files);
    }
  }, { actions: keys_of(table) });
}

interface Staging {
  files: StagedFile[];
  refusal: DomainError | null;
}

/** A refused file refuses the form, which then comes back with all that was typed. */
const given_files = (one: UploadAction, { files, refusal }: Staging): Action =>
  action(one.permission, (tx, ctx, form) => {
    if (refusal) throw refusal;
    return one.run(tx, ctx, form, files);
  });

const uploads_of = (form: FormData): File[] =>
  form.getAll(files_field).filter((value): value is File =>
    value instanceof File && (value.name !== "" || value.size > 0)
  );

/** Every file is looked at, so that all that are refused are named at once. */
async function stage(ctx: Ctx, form: FormData): Promise<Staging> {
  const { platform } = ctx.state.house;
  const chosen = uploads_of(form);
  if (chosen.length > most_files) {
    return {
      files: [],
      refusal: invalid(
        files_field,
        `${chosen.length} files`,
        `are ${chosen.length}, and ${most_files} go with one message`,
        "Send the rest with the next one.",
      ),
    };
  }
  const files: StagedFile[] = [];
  const refusals: { name: string; error: DomainError }[] = [];
  for (const file of chosen) {
    try {
      files.push(
        ...await stage_files(
          platform,
          [{ name: file.name, claimed_type: file.type, source: file.stream() }],
          files_field,
        ),
      );
    } catch (error) {
      if (!(error instanceof DomainError) || error.status >= 500) {
        await discard_files(platform, files);
        throw error;
      }
      refusals.push({ name: file.name, error });
    }
  }
  const [first] = refusals;
  if (!first) return { files, refusal: null };
  await discard_files(platform, files);
  const details = refusals.flatMap(({ name, error }) => error.details.map((detail) => named(name, detail)));
  return {
    files: [],
    refusal: new DomainError(first.error.code, details.map((each) => each.message).join(" "), { details }),
  };
}

const named = (name: string, { message, remedy }: FieldProblem): FieldProblem => ({
  field: files_field,
  value: name,
  message: `“${name}” ${message}`,
  ...(remedy ? { remedy } : {}),
});
