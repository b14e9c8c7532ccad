import type { IconName } from "./icon_names.ts";
import { icon_paths } from "./icon_paths.ts";
import { SvgIcon } from "./svg_icon.tsx";

/** An icon beside words is decoration; alone it needs a `label`. */
export function Icon({ name, ...rest }: { name: IconName; class?: string; label?: string }) {
  return <SvgIcon body={icon_paths[name]} {...rest} />;
}
export type { IconName };
