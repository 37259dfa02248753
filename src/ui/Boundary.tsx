/** @file What stands where a part of the page failed: it names the part and the error, and the rest goes on. */
import { Component, type ReactNode } from "react";
import { CopyButton } from "./CopyButton.tsx";
import { diagnostics } from "./diagnostics.ts";

interface Props {
  /** Of the part, as in "The table could not be shown". */
  readonly title: string;
  readonly children: ReactNode;
  /** More to do than trying again. */
  readonly action?: ReactNode;
}

interface State {
  readonly error?: Error | undefined;
}

/** Longer messages say nothing more to anybody. */
const maxLength = 300;

export class Boundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const message = error.message.slice(0, maxLength);
    return (
      <section className="card broken" role="alert">
        <p>
          {this.props.title} could not be shown: {message}
        </p>
        <p className="broken-actions">
          <button type="button" className="button" onClick={() => this.setState({ error: undefined })}>
            Try again
          </button>
          <CopyButton
            label="Copy diagnostics"
            className="button"
            text={diagnostics({ failure: { kind: "internal", message, advice: "" } })}
          />
          {this.props.action}
        </p>
      </section>
    );
  }
}
