/** Single-key shortcuts disturb those who speak to their computer: they can be switched off (WCAG 2.1.4), and the choice is kept in this browser. */
const preference = "omni-single-keys";

export function single_keys_on(): boolean {
  try {
    return localStorage.getItem(preference) !== "off";
  } catch {
    return true; // storage is blocked: the default
  }
}

export function set_single_keys(on: boolean): void {
  try {
    localStorage.setItem(preference, on ? "on" : "off");
  } catch {
    // storage is blocked: holds for no longer than this page
  }
}

/** Whether a plain key press is a command now: nothing is being typed, nothing modal is open, no modifier held. */
export function is_command(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !single_keys_on()) return false;
  const target = event.target;
  if (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"))
  ) return false;
  return document.querySelector("dialog:modal") === null;
}
