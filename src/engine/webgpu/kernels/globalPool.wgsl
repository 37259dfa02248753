// Mean over a feature map, read through a ReLU where `floor` is 0: out[c, b].
struct Params { batch: u32, area: u32, channels: u32, input: u32, output: u32, floor: f32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  let c = t / p.batch;
  if (c >= p.channels) { return; }
  var at = p.input + c * p.area * p.batch + t % p.batch;
  var sum = 0.0;
  for (var k = 0u; k < p.area; k++) {
    sum += max(values[at], p.floor);
    at += p.batch;
  }
  values[p.output + t] = sum / f32(p.area);
}
