// Moves running statistics behind a channel choice by `rate` of the way towards the batch's; an entry read by several channels moves by
// their mean difference. `current` holds the chosen running means and then variances (in `weights`); `statistics` is what statistics.wgsl
// wrote, whose inverses are turned back into variances. `readers` as in viewGradient.wgsl.
#include choices
struct Params { entries: u32, channels: u32, plane: u32, mean: u32, variance: u32, current: u32, statistics: u32, readers: u32, rate: f32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  if (t >= p.entries) { return; }
  let pairs = list(p.readers, t);
  if (pairs.x == pairs.y) { return; }
  var mean = 0.0;
  var variance = 0.0;
  for (var k = pairs.x; k < pairs.y; k += 2) {
    let c = tables[k];
    let inverse = values[p.statistics + p.channels + c];
    let unbiased = (1 / (inverse * inverse) - EPSILON) * f32(p.plane) / f32(max(p.plane - 1, 1));
    mean += values[p.statistics + c] - weights[p.current + c];
    variance += unbiased - weights[p.current + p.channels + c];
  }
  let readers = f32(pairs.y - pairs.x) / 2;
  weights[p.mean + t] += p.rate * mean / readers;
  weights[p.variance + t] += p.rate * variance / readers;
}
