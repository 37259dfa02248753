// values[output ..] *= values[factor], in place.
struct Params { count: u32, output: u32, factor: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  if (t < p.count) { values[p.output + t] *= values[p.factor]; }
}
