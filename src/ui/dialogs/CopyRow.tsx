/** @file A text to be copied, with its button. */
import { useRef, useState } from "react";
import { copyText } from "../CopyButton.tsx";
import { Icon } from "../icons.tsx";

export function CopyRow({ label, text }: { readonly label: string; readonly text: string }) {
  const [copied, setCopied] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const copy = async (): Promise<void> => {
    if (await copyText(text)) setCopied(text);
    // No permission for the clipboard: mark the text, so that the keyboard can copy it.
    else field.current?.select();
  };
  return (
    <div className="copy-row">
      <input
        ref={field}
        type="text"
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name="copy" /> {copied === text ? "Copied" : "Copy"}
      </button>
    </div>
  );
}
