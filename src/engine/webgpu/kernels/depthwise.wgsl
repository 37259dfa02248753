// Depthwise convolution, forward and input gradient. Weights: [ky, kx, channel].
// A thread makes one pixel of one image.
#include convolution
#include window
override CHANNELS: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let t = flat(group, groups, local);
  let b = t % p.batch;
  let x = (t / p.batch) % OUT_W;
  let y = (t / p.batch / OUT_W) % OUT_H;
  let c = t / p.batch / OUT_W / OUT_H;
  if (c >= CHANNELS) { return; }
  let start = p.input + c * u32(IN_H * IN_W) * p.batch + b;
  var sum = 0.0;
  for (var ky = 0; ky < K; ky++) {
    let row = readAt(y, ky, PAD_Y);
    if (row < 0 || row >= IN_H) { continue; }
    for (var kx = 0; kx < K; kx++) {
      let column = readAt(x, kx, PAD_X);
      if (column < 0 || column >= IN_W) { continue; }
      let value = max(values[start + u32(row * IN_W + column) * p.batch], p.floor);
      sum += value * weights[p.weight + u32(ky * K + kx) * CHANNELS + c];
    }
  }
  store(p, t, sum);
}
