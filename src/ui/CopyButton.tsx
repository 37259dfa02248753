/** @file A button that copies a text, and shows it to be marked by hand where the browser gives no clipboard: pages without https, frames. */
import { useState } from "react";

interface CopyButtonProps {
  readonly label: string;
  readonly className: string;
  readonly text: string;
}

export function CopyButton({ label, className, text }: CopyButtonProps) {
  /** What was asked for last; another text has not been copied. */
  const [asked, setAsked] = useState<{ readonly text: string; readonly isCopied: boolean }>();
  const copy = async (): Promise<void> => setAsked({ text, isCopied: await copyText(text) });
  const now = asked?.text === text ? asked : undefined;
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        {now?.isCopied ? "Copied" : label}
      </button>
      {now?.isCopied === false && (
        <textarea
          readOnly
          aria-label={`${label}: no clipboard here, mark it by hand`}
          rows={3}
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </>
  );
}

/** @returns whether the clipboard has it */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
