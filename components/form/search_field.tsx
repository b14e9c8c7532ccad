import { cx } from "../cx.ts";
import { Icon } from "../icon.tsx";
import { pure } from "../kept_html.ts";
import { t } from "../text.ts";

/** Search of a list: part of a GET form, so that the address holds it. Enter submits; AutoSubmit makes it follow the typing. */
export const SearchField = pure("search", DrawnSearchField);

function DrawnSearchField(
  { name = "q", value = "", label = t("Search"), placeholder = t("Search…"), class: extra = cx("w-full sm:w-[260px]") }:
    {
      name?: string;
      value?: string;
      label?: string;
      placeholder?: string;
      class?: string;
    },
) {
  return (
    <div role="search" class={cx("find", extra)}>
      <Icon name="search" />
      <input
        type="search"
        name={name}
        value={value}
        placeholder={placeholder}
        aria-label={label}
        autocomplete="off"
        enterkeyhint="search"
      />
    </div>
  );
}
