/**
 * @file Lists every unique cell of NASBench-101 and checks that the published hash tells them apart: 1 / 6 / 84 / 2,441 / 62,010 /
 * 359,082 cells of exactly 2 to 7 vertices, 423,624 in all. Takes about a minute and a half:
 * `npx vite-node scripts/countNasbench101.ts`; a number after it stops at that many vertices.
 */
import { publishedHash } from "../src/core/spaces/nasbench101/hash.ts";
import { uniqueByVertices, uniqueGraphs } from "../src/core/spaces/nasbench101/isomorphism.ts";

const most = Number(process.argv[2] ?? 7);
const hashes = new Set<string>();
let total = 0;
let agrees = true;
for (let vertices = 2; vertices <= most; vertices++) {
  const before = total;
  for (const graph of uniqueGraphs(vertices)) {
    total++;
    hashes.add(publishedHash(graph));
  }
  agrees &&= total - before === uniqueByVertices[vertices - 2] && hashes.size === total;
  console.log(
    `${vertices} vertices: ${total - before} unique cells; ${total} so far, ${hashes.size} distinct hashes`,
  );
}
console.log(agrees ? "agrees with the published counts" : "DIFFERS from the published counts");
process.exitCode = agrees ? 0 : 1;
