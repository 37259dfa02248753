// Factor of every path's loss in the objective: its weight, plus what the hinges weight * max(0, margin + loss(better) - loss(worse)) add.
// `tables` from `pairs`: [better, worse, weight, margin] each; from `path_weights`: a weight for each path. Losses: results[record + 4 * path].
struct Params { paths: u32, pairs: u32, count: u32, path_weights: u32, record: u32, output: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(1)
fn main() {
  for (var path = 0u; path < p.paths; path++) { values[p.output + path] = bitcast<f32>(tables[p.path_weights + path]); }
  for (var n = 0u; n < p.count; n++) {
    let better = tables[p.pairs + 4 * n];
    let worse = tables[p.pairs + 4 * n + 1];
    let weight = bitcast<f32>(tables[p.pairs + 4 * n + 2]);
    let margin = bitcast<f32>(tables[p.pairs + 4 * n + 3]);
    if (margin + results[p.record + 4 * better] - results[p.record + 4 * worse] > 0) {
      values[p.output + better] += weight;
      values[p.output + worse] -= weight;
    }
  }
}
