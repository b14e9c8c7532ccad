import type { IconName } from "../icon_names.ts";

/** Navigation is the product's and comes filtered by permission: a shell shows what it gets. */
export interface NavItem {
  label: string;
  href: string;
  icon: IconName;
  /** Work that waits there. */
  count?: number;
  current?: boolean;
}

export interface NavGroup {
  label: string;
  items: NavItem[];
}

export interface ShellUser {
  name: string;
  /** Role or company, below the name in the user menu. */
  hint?: string;
  links?: { label: string; href: string; icon: IconName }[];
  /** POST target of "Sign out", with its hidden fields. */
  sign_out: { action: string; fields?: Record<string, string> };
}
