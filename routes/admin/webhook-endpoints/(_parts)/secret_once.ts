import { paths } from "../../../(_web)/paths.ts";
import { secret_once } from "../../../(_web)/secret_once.ts";

export const { show_once, secret_shown, spent } = secret_once("webhook", (id) => `${paths.admin.webhook(id)}/secret`);
