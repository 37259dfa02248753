/** @file Parts of the page that come only when they are needed. */
import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { bring } from "../store/latePart.ts";

export class LazyPart<Props extends object> {
  readonly #load: () => Promise<ComponentType<Props>>;
  /** Once it has come. */
  component: ComponentType<Props> | undefined;

  constructor(load: () => Promise<ComponentType<Props>>) {
    this.#load = load;
  }

  /** @throws Error that says why it does not come, where that is known */
  async bring(): Promise<void> {
    this.component ??= await bring(this.#load);
  }

  /** Brings it in advance, so that it is there without a connection; says nothing where that fails. */
  preload(): void {
    this.#load().then(
      (component) => {
        this.component ??= component;
      },
      () => {},
    );
  }
}

/**
 * Draws a part, or nothing until it has come. What cannot be loaded is thrown to the boundary around it, and asked for again when it is
 * drawn anew; React's own `lazy` keeps a failure for good.
 */
export function Late<Props extends object>({
  part,
  props,
  isOptional = false,
}: {
  readonly part: LazyPart<Props>;
  readonly props: Props;
  /** Whether nobody misses it where it does not come. */
  readonly isOptional?: boolean;
}): ReactNode {
  const [outcome, setOutcome] = useState<{ readonly error?: unknown }>();
  useEffect(() => {
    part.bring().then(
      () => setOutcome({}),
      (error: unknown) => setOutcome({ error }),
    );
  }, [part]);
  if (outcome && "error" in outcome && !isOptional) throw outcome.error;
  const Component = part.component;
  return Component ? <Component {...props} /> : null;
}
