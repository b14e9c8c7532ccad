import { Component, type ComponentChild, Fragment, h, toChildArray, type VNode } from "preact";

/** The partials on the page, by name. */
export const hosts = new Map<string, PartialHost>();

/** A partial in the browser: keeps its content until a navigation, or the partial around it, brings new. */
export class PartialHost extends Component<{ name: string }> {
  #content: ComponentChild[] = toChildArray(this.props.children);

  /** Resolves when the page shows the new content. */
  update(content: ComponentChild[], mode: string): Promise<void> {
    if (mode === "append") this.#content = [...this.#content, ...content];
    else this.#content = mode === "prepend" ? [...content, ...this.#content] : content;
    return new Promise((resolve) => this.setState({}, resolve));
  }

  override componentDidMount(): void {
    hosts.set(this.props.name, this);
  }

  override componentWillReceiveProps(next: typeof this.props): void {
    if (next.children !== this.props.children) this.#content = toChildArray(next.children);
  }

  override componentWillUnmount(): void {
    if (hosts.get(this.props.name) === this) hosts.delete(this.props.name);
  }

  override render(): VNode {
    return h(Fragment, null, this.#content);
  }
}
