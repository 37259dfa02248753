/** @file Drawing until something fits, with an end. */

/** Draws until the recipe admits the architecture; a recipe that admits nothing is a bug of the space and throws. */
export function admitted<T>(draw: () => T, isAdmitted: (drawn: T) => boolean): T {
  for (let attempt = 0; attempt < 100_000; attempt++) {
    const drawn = draw();
    if (isAdmitted(drawn)) return drawn;
  }
  throw new RangeError("no admitted architecture in 100,000 draws");
}
