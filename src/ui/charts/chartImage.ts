/**
 * @file A chart as a picture file. The SVG on the page takes its colors from the style sheet; a file has none, so every
 * element gets its computed colors and type written into it first.
 */

const properties = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

const captionHeight = 16;
const titleHeight = 26;
/** Pixels of a letter of the caption, on average and a little more. */
const letter = 7;

/** Lines of words that fit; a word that does not, as a link, is cut where it must be. */
export function captionLines(texts: readonly string[], width: number): string[] {
  const most = Math.max(20, Math.floor((width - 12) / letter));
  return texts.flatMap((text) => {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > most) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
      for (; line.length > most; line = line.slice(most)) lines.push(line.slice(0, most));
    }
    return [...lines, line];
  });
}

/**
 * The SVG as text that stands alone, on the card's background.
 * @param title above the picture
 * @param caption lines below the picture, which is of little use to others without what it shows
 * @param color of the title and the caption
 */
export function standaloneSvg(
  svg: SVGSVGElement,
  background: string,
  color: string,
  title: string,
  caption: readonly string[],
): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, index) => {
    const style = getComputedStyle(originals[index] as Element);
    const text = properties.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
    element.setAttribute("style", text);
    element.removeAttribute("class");
  });
  const { width, height: drawn } = svg.getBoundingClientRect();
  const lines = captionLines(caption, width);
  const height = titleHeight + drawn + captionHeight * lines.length;
  copy.removeAttribute("class");
  copy.removeAttribute("style");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("viewBox", `0 ${-titleHeight} ${width} ${height}`);
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("y", String(-titleHeight));
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", background);
  copy.prepend(paper);
  const write = (line: string, top: number, font: string): void => {
    const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
    text.setAttribute("x", "6");
    text.setAttribute("y", String(top));
    text.setAttribute("style", `fill:${color};font:${font} sans-serif`);
    text.textContent = line;
    copy.append(text);
  };
  write(title, 17 - titleHeight, "600 14px");
  for (const [index, line] of lines.entries()) write(line, drawn + captionHeight * (index + 1) - 5, "11px");
  return new XMLSerializer().serializeToString(copy);
}

/** The same as PNG, twice the size for sharp print. */
export async function pngOf(svgText: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svgText], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * 2;
    canvas.height = image.height * 2;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser gives no canvas to draw on");
    context.scale(2, 2);
    context.drawImage(image, 0, 0);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be made")))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
