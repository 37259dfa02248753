// Depthwise convolution, forward and input gradient; the parameters mean what they mean in conv.wgsl. Weights: [ky, kx, channel].
// A thread makes one pixel of one image.
struct Params { @align(16) batch: u32, input: u32, output: u32, weight: u32, base: u32, gate: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
override CHANNELS: u32;
override IN_H: i32;
override IN_W: i32;
override OUT_H: u32;
override OUT_W: u32;
override K: i32;
override OUT_STEP: i32;
override IN_STEP: i32;
override DILATION: i32;
override PAD_Y: i32;
override PAD_X: i32;

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
    let top = i32(y) * OUT_STEP + ky * DILATION - PAD_Y;
    let row = top / IN_STEP;
    if (top < 0 || top % IN_STEP != 0 || row >= IN_H) { continue; }
    for (var kx = 0; kx < K; kx++) {
      let left = i32(x) * OUT_STEP + kx * DILATION - PAD_X;
      let column = left / IN_STEP;
      if (left < 0 || left % IN_STEP != 0 || column >= IN_W) { continue; }
      let value = max(values[start + u32(row * IN_W + column) * p.batch], p.floor);
      sum += value * weights[p.weight + u32(ky * K + kx) * CHANNELS + c];
    }
  }
  if (p.gate != NONE) { sum = select(0.0, sum, values[p.gate + t] > 0); }
  if (p.base != NONE) { sum += values[p.base + t]; }
  values[p.output + t] = sum;
}
