import { t } from "../text.ts";

/** First stop of the Tab key: past the navigation, to the page. */
export function SkipLink() {
  return <a href="#main" class="skip">{t("Skip to the page")}</a>;
}
