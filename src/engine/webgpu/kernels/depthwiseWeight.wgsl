// Gradient of a depthwise convolution with respect to its kernel, in slices: out[slice, ky, kx, channel].
#include slices
override CHANNELS: u32;
override IN_H: i32;
override IN_W: i32;
override OUT_H: i32;
override OUT_W: i32;
override K: u32;
override STRIDE: i32;
override DILATION: i32;
override PAD_Y: i32;
override PAD_X: i32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let t = flat(group, groups, local);
  let slice = t % (LANES * GROUPS);
  let rest = t / (LANES * GROUPS);
  let c = rest % CHANNELS;
  let tap = rest / CHANNELS;
  if (tap >= K * K) { return; }
  let start = p.input + c * u32(IN_H * IN_W) * p.batch;
  let outStart = p.gradient + c * u32(OUT_H * OUT_W) * p.batch;
  var sum = 0.0;
  for (var y = i32(slice / LANES); y < OUT_H; y += i32(GROUPS)) {
    let row = y * STRIDE + i32(tap / K) * DILATION - PAD_Y;
    if (row < 0 || row >= IN_H) { continue; }
    for (var x = 0; x < OUT_W; x++) {
      let column = x * STRIDE + i32(tap % K) * DILATION - PAD_X;
      if (column < 0 || column >= IN_W) { continue; }
      let source = start + u32(row * IN_W + column) * p.batch;
      let to = outStart + u32(y * OUT_W + x) * p.batch;
      for (var b = slice % LANES; b < p.batch; b += LANES) { sum += max(values[source + b], p.floor) * values[to + b]; }
    }
  }
  values[p.output + (slice * K * K + tap) * CHANNELS + c] = sum;
}
