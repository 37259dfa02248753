/** @file A text as a QR code, for a room that reads it off a projector. Black on white on every page: scanners expect that. */
import { useMemo, useRef } from "react";
import { encode } from "uqr";

export function QrCode({ text }: { readonly text: string }) {
  const code = useRef<SVGSVGElement>(null);
  const { size, path } = useMemo(() => {
    const { size, data } = encode(text, { border: 2 });
    const path = data
      .map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1Z` : "")).join(""))
      .join("");
    return { size, path };
  }, [text]);
  return (
    <>
      <svg
        ref={code}
        role="img"
        aria-label="QR code of the link"
        className="qr-code"
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      {/* A small phone shows no element alone. */}
      {document.fullscreenEnabled && (
        <button
          type="button"
          className="button"
          onClick={() => void code.current?.requestFullscreen().catch(() => {})}
        >
          Fill the screen with it
        </button>
      )}
    </>
  );
}
