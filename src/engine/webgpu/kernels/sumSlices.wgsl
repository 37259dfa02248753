// out[k] = sum over slices of in[slice * count + k]; slices are those of convWeight.wgsl.
struct Params { count: u32, slices: u32, input: u32, output: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  if (t >= p.count) { return; }
  var sum = 0.0;
  for (var slice = 0u; slice < p.slices; slice++) { sum += values[p.input + slice * p.count + t]; }
  values[p.output + t] = sum;
}
