// out[o, b] = bias[o] + sum over i of in[i, b] * w[i, o].
struct Params { batch: u32, inputs: u32, outputs: u32, input: u32, output: u32, weight: u32, bias: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  let b = t % p.batch;
  let o = t / p.batch;
  if (o >= p.outputs) { return; }
  var sum = weights[p.bias + o];
  for (var i = 0u; i < p.inputs; i++) { sum += values[p.input + i * p.batch + b] * weights[p.weight + i * p.outputs + o]; }
  values[p.output + t] = sum;
}
