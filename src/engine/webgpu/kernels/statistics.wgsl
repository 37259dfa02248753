// Mean and 1 / sqrt(variance + epsilon) of every channel: out = [means, inverses]. One workgroup for each channel; two passes, since
// E[x^2] - m^2 turns negative on near-constant channels in float32.
// Modes: 0 of the batch; 1 of the batch, moving the running statistics (in `weights`) by `rate`; 2 the running statistics as they are;
// 3 of the batch, adding `rate` times mean and unbiased variance to `sums` (in `values`); 4 those sums as they are.
#include reduce
struct Params { @align(16) input: u32, plane: u32, channels: u32, output: u32, mode: u32, mean: u32, variance: u32, sums: u32, rate: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 5>;

@compute @workgroup_size(WIDTH)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let c = group.x;
  let start = p.input + c * p.plane;
  var mean = 0.0;
  var variance = 0.0;
  if (p.mode == 2) {
    mean = weights[p.mean + c];
    variance = weights[p.variance + c];
  } else if (p.mode == 4) {
    mean = values[p.sums + c];
    variance = values[p.sums + p.channels + c];
  } else {
    var part = 0.0;
    for (var k = local; k < p.plane; k += WIDTH) { part += values[start + k]; }
    mean = total(part, local) / f32(p.plane);
    part = 0;
    for (var k = local; k < p.plane; k += WIDTH) {
      let difference = values[start + k] - mean;
      part += difference * difference;
    }
    workgroupBarrier();
    variance = total(part, local) / f32(p.plane);
    if (local == 0) {
      let unbiased = variance * f32(p.plane) / f32(max(p.plane - 1, 1));
      if (p.mode == 1) {
        weights[p.mean + c] += p.rate * (mean - weights[p.mean + c]);
        weights[p.variance + c] += p.rate * (unbiased - weights[p.variance + c]);
      } else if (p.mode == 3) {
        values[p.sums + c] += p.rate * mean;
        values[p.sums + p.channels + c] += p.rate * unbiased;
      }
    }
  }
  if (local == 0) {
    values[p.output + c] = mean;
    values[p.output + p.channels + c] = 1 / sqrt(variance + EPSILON);
  }
}
