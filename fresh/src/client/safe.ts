import { Component, type ComponentChildren } from "preact";

/** Keeps the error of one island from taking the others with it: the island goes, the error is reported. */
export class Safe extends Component<{ name: string; children?: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    reportError(new Error(`Island "${this.props.name}" failed`, { cause: error }));
    console.error(error);
    this.setState({ failed: true });
  }

  override render(): ComponentChildren {
    return this.state.failed ? null : this.props.children;
  }
}
