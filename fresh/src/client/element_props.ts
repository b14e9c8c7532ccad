import { KEY_ATTRIBUTE } from "../markers.ts";

/** Form controls outside of islands: what a person typed there belongs to the page, and goes with it. */
const static_controls = new WeakSet<Node>();
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** An attribute of a control is its default; as a property it would overwrite what was typed at every update. */
const defaults: Record<string, string> = {
  value: "defaultValue",
  checked: "defaultChecked",
  selected: "defaultSelected",
};

/** The attributes of an element as props that make Preact write the same attributes. */
export function elementProps(element: Element): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    if (name === KEY_ATTRIBUTE) props.key = value;
    else if (name === "nonce") props.nonce = pageNonce();
    else if (name === "value" ? element instanceof HTMLInputElement : name in defaults) {
      props[defaults[name] ?? name] = name === "value" ? value : true;
    } else if (!name.startsWith("on")) {
      props[name] = typeof Reflect.get(element, name) === "boolean" ? value !== "false" && value !== "no" : value;
    }
  }
  if (isControl(element)) props.ref = (control: Node | null) => control && static_controls.add(control);
  return props;
}

function isControl(node: Node): node is Control {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
}

/** Shows the server's values in the controls outside of islands, as a new page would; all but the one being typed in. */
export function resetControls(within: ParentNode = document): void {
  for (const control of within.querySelectorAll("input, textarea, select")) {
    if (!isControl(control) || !static_controls.has(control) || control === document.activeElement) continue;
    if (control instanceof HTMLSelectElement) {
      for (const option of control.options) option.selected = option.defaultSelected;
      if (control.selectedIndex < 0 && !control.multiple) control.selectedIndex = 0;
    } else if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
      control.checked = control.defaultChecked;
    } else {
      control.value = control instanceof HTMLInputElement && control.type === "file" ? "" : control.defaultValue;
    }
  }
}

/** Styles of a later response must carry the nonce that the policy of this page knows. */
export function pageNonce(): string {
  const script = document.querySelector("script[nonce]");
  return script instanceof HTMLElement ? script.nonce ?? "" : "";
}
