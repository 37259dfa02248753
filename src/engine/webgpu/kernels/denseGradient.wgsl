// All gradients of dense.wgsl in one dispatch. The first inputs * batch threads make dx[i, b] = base + sum over o of dy[o, b] * w[i, o];
// the next (inputs + 1) * outputs make the weight's gradient, [inputs, outputs], followed by the bias', [outputs].
#include result
struct Params { batch: u32, inputs: u32, outputs: u32, input: u32, gradient: u32, weight: u32, base: u32, output: u32, weightGradient: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  var sum = 0.0;
  if (t < p.inputs * p.batch) {
    let i = t / p.batch;
    for (var o = 0u; o < p.outputs; o++) {
      sum += values[p.gradient + o * p.batch + t % p.batch] * weights[p.weight + i * p.outputs + o];
    }
    values[p.output + t] = result(sum, NONE, p.base, t);
    return;
  }
  let rest = t - p.inputs * p.batch;
  let i = rest / p.outputs;
  let o = rest % p.outputs;
  if (i > p.inputs) { return; }
  for (var b = 0u; b < p.batch; b++) {
    var x = 1.0;
    if (i < p.inputs) { x = values[p.input + i * p.batch + b]; }
    sum += x * values[p.gradient + o * p.batch + b];
  }
  values[p.weightGradient + rest] = sum;
}
