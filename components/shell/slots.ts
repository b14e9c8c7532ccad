import type { ComponentChildren } from "preact";

/** Where the shell places an island it does not import: the caller hands over the element, so that shells stay free of scripts. */
export interface ShellSlots {
  theme?: ComponentChildren;
  palette?: ComponentChildren;
  live?: ComponentChildren;
  toasts?: ComponentChildren;
}
