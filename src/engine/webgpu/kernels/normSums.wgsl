// First pass of batch norm's gradient: out = [sum of dy * normalized x, sum of dy] per channel, which are also the gradients of
// scale and shift. One workgroup for each channel.
#include reduce
struct Params { @align(16) input: u32, gradient: u32, plane: u32, channels: u32, statistics: u32, output: u32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;

@compute @workgroup_size(WIDTH)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let c = group.x;
  let start = c * p.plane;
  let mean = values[p.statistics + c];
  let inverse = values[p.statistics + p.channels + c];
  var product = 0.0;
  var sum = 0.0;
  for (var k = local; k < p.plane; k += WIDTH) {
    let dy = values[p.gradient + start + k];
    sum += dy;
    product += dy * (values[p.input + start + k] - mean);
  }
  product = total(product * inverse, local);
  workgroupBarrier();
  sum = total(sum, local);
  if (local == 0) {
    values[p.output + c] = product;
    values[p.output + p.channels + c] = sum;
  }
}
