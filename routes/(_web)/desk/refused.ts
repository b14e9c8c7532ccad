/** What a refused form says on top, in the page's own names for its fields. */
import type { FormError } from "~/components/form/form_errors.tsx";
import { t } from "~/components/text.ts";
import { failure_of } from "../pages.ts";
import type { State } from "../state.ts";

/** @param action which of the page's forms asks: the other one stays quiet */
export function refusals(state: State, labels: Record<string, () => string>, action = "save"): FormError[] {
  const failure = failed_form(state, action);
  if (!failure) return [];
  const { error } = failure;
  if (error.details.length === 0) return [{ message: error.message }];
  return error.details.map(({ field, message, remedy }) => {
    const label = labels[field]?.();
    const told = [message, remedy].filter(Boolean).join(". ");
    return {
      ...(label ? { field, label } : {}),
      message: field === "files"
        ? t("{problem} Nothing you typed is lost; choose your files again.", { problem: sentence(told) })
        : told,
    };
  });
}

/** The refusal of one form of a page, with what was typed in it. */
export function failed_form(state: State, action: string) {
  const failure = failure_of(state);
  return failure && (failure.values.action || "save") === action ? failure : null;
}

const sentence = (text: string): string => /[.!?]$/.test(text) ? text : `${text}.`;
