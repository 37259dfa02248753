// Average (padding not counted) or maximum of a window. For the maximum, `places` keeps which tap won, the first of equals, as a number.
struct Params { @align(16) batch: u32, input: u32, output: u32, places: u32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 16>;
override CHANNELS: u32;
override IN_H: i32;
override IN_W: i32;
override OUT_H: u32;
override OUT_W: u32;
override SIZE: i32;
override STRIDE: i32;
override PAD_Y: i32;
override PAD_X: i32;
override MAXIMUM: bool;

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
  var count = 0.0;
  var most = -3.4e38;
  var place = 0;
  for (var ky = 0; ky < SIZE; ky++) {
    let row = i32(y) * STRIDE + ky - PAD_Y;
    if (row < 0 || row >= IN_H) { continue; }
    for (var kx = 0; kx < SIZE; kx++) {
      let column = i32(x) * STRIDE + kx - PAD_X;
      if (column < 0 || column >= IN_W) { continue; }
      let value = values[start + u32(row * IN_W + column) * p.batch];
      sum += value;
      count += 1;
      if (value > most) {
        most = value;
        place = ky * SIZE + kx;
      }
    }
  }
  if (MAXIMUM) {
    values[p.output + t] = most;
    if (p.places != NONE) { values[p.places + t] = f32(place); }
  } else {
    values[p.output + t] = sum / count;
  }
}
