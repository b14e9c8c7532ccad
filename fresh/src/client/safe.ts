import { Component, type ComponentChildren } from "preact";

/** Keeps the error of one island from taking the others with it: the island goes, the error is reported. */
class Safe extends Component<{ name: string }, { failed: boolean }> {
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    reportError(new Error(`Island "${this.props.name}" failed: ${error}`, { cause: error }));
    this.setState({ failed: true });
  }

  override render(): ComponentChildren {
    return this.state.failed ? null : this.props.children;
  }
}

const kinds = new Map<string, typeof Safe>();

/** One class an island, so that Preact tells islands among siblings apart, and keeps the state of each. */
export function safe(name: string): typeof Safe {
  const kind = kinds.get(name) ?? class extends Safe {};
  kinds.set(name, kind);
  return kind;
}
