/** @file The lab's icons: 20-unit strokes that take the color of the text. Always beside a name, so hidden from readers. */

const paths = {
  play: "M6 4.2v11.6L16 10Z",
  pause: "M6.5 4.5v11M13.5 4.5v11",
  step: "M5 4.5v11l7-5.5ZM15 4.5v11",
  restart: "M4.5 10a5.5 5.5 0 1 0 2-4.2M6.8 2.6 6.3 6l3.4.5",
  dice: "M4 4h12v12H4ZM7.5 7.5h.01M12.5 12.5h.01M12.5 7.5h.01M7.5 12.5h.01",
  share: "M10 12.5v-9M6.5 6.5 10 3l3.5 3.5M5 10v6.5h10V10",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M15.8 4.2l-1.2 1.2M5.4 14.6l-1.2 1.2",
  moon: "M16 11.8A6.7 6.7 0 0 1 8.2 4a6.7 6.7 0 1 0 7.8 7.8Z",
  help: "M7.6 7.6a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1.1.9-1.1 1.7M10 14.2h.01",
  close: "m5 5 10 10M15 5 5 15",
  chevron: "m7 4.5 5.5 5.5L7 15.5",
  down: "m4.5 7.5 5.5 5.5 5.5-5.5",
  download: "M10 3v9M6.5 8.5 10 12l3.5-3.5M4.5 16.5h11",
  warning: "M10 3.2 17.5 16.5h-15ZM10 8.2v3.8M10 14.2h.01",
  spark: "M10 2.5 11.8 8l5.7 2-5.7 2L10 17.5 8.2 12 2.5 10l5.7-2Z",
  open: "M3.5 6v10.5h13V7.5h-7L7.8 5H3.5Z",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  compare: "M3 10h3.5c3.5 0 2.5-5 6-5H17M6.5 10c3.5 0 2.5 5 6 5H17",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  copy: "M7 7h9v9H7ZM4 13V4h9",
} as const;

type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill={name === "play" ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
