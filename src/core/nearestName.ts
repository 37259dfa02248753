/** @file "Did you mean …?": the known name that lies nearest to one that is not known. */

/** A name of this share of other letters is another word, not a slip. */
const maxShare = 0.5;

/** The nearest of `names` by single letters inserted, left out or replaced; `undefined` where none is near. Linear in their number. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const given = text.toLowerCase().slice(0, 64);
  const ranked = names
    .map((name) => ({ name, distance: distanceBetween(given, name.toLowerCase()) }))
    .filter(({ name, distance }) => isSlip(distance, Math.max(name.length, given.length)))
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.name;
}

/** One wrong letter of two is a slip; two of four are another word. */
const isSlip = (distance: number, letters: number): boolean =>
  distance < letters * maxShare || (distance === 1 && letters > 1);

/** Levenshtein's distance. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
