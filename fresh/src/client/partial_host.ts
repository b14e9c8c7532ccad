import { Component, type ComponentChild, Fragment, h, toChildArray, type VNode } from "preact";

interface Props {
  name: string;
  children?: ComponentChild;
}

/** The partials on the page, by name. */
export const hosts = new Map<string, PartialHost>();

/** A partial in the browser: keeps its content until a navigation, or the partial around it, brings new. */
export class PartialHost extends Component<Props> {
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

  override componentWillReceiveProps(next: Props): void {
    if (next.children !== this.props.children) this.#content = toChildArray(next.children);
  }

  override componentWillUnmount(): void {
    if (hosts.get(this.props.name) === this) hosts.delete(this.props.name);
  }

  override render(): VNode {
    return h(Fragment, null, this.#content);
  }
}
