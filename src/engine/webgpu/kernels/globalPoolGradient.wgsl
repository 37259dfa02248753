// Gradient of globalPool.wgsl: dx[c, y, x, b] = base + gate * dy[c, b] / area.
#include result
struct Params { batch: u32, area: u32, channels: u32, gradient: u32, output: u32, base: u32, gate: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  let c = t / (p.batch * p.area);
  if (c >= p.channels) { return; }
  let dx = values[p.gradient + c * p.batch + t % p.batch] / f32(p.area);
  values[p.output + t] = result(dx, p.gate, p.base, t);
}
