/** @file One message over the panels. */
import type { ReactNode } from "react";
import { Icon } from "../icons.tsx";

interface BannerProps {
  readonly kind: "failure" | "warning" | "note";
  readonly onDismiss?: () => void;
  readonly children: ReactNode;
}

export function Banner({ kind, onDismiss, children }: BannerProps) {
  return (
    <div className="banner" data-kind={kind} role={kind === "failure" ? "alert" : "status"}>
      {kind !== "note" && <Icon name="warning" />}
      <div>{children}</div>
      {onDismiss && (
        <button type="button" className="icon-button small" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}
