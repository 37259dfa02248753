// Second pass of batch norm's gradient (Ioffe and Szegedy 2015, section 3, collected):
//   dx = base + scale / sigma * (dy - mean(dy) - normalized x * mean(dy * normalized x))
// A thread makes every `chunks`-th element of a channel.
#include result
struct Params { @align(16) input: u32, gradient: u32, plane: u32, channels: u32, statistics: u32, scale: u32, sums: u32, base: u32, output: u32, chunks: u32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 5>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let t = flat(group, groups, local);
  let c = t / p.chunks;
  if (c >= p.channels) { return; }
  let mean = values[p.statistics + c];
  let inverse = values[p.statistics + p.channels + c];
  var factor = inverse;
  if (p.scale != NONE) { factor *= weights[p.scale + c]; }
  let slope = inverse * values[p.sums + c] / f32(p.plane);
  let shift = values[p.sums + p.channels + c] / f32(p.plane);
  for (var k = t % p.chunks; k < p.plane; k += p.chunks) {
    let at = c * p.plane + k;
    let dx = factor * (values[p.gradient + at] - shift - slope * (values[p.input + at] - mean));
    values[p.output + at] = result(dx, NONE, p.base, at);
  }
}
