// Gradient of pool.wgsl with respect to its input; a thread gathers for one input pixel from the windows that hold it.
#include result
struct Params { @align(16) batch: u32, gradient: u32, output: u32, base: u32, places: u32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
override CHANNELS: u32;
override IN_H: i32;
override IN_W: i32;
override OUT_H: i32;
override OUT_W: i32;
override SIZE: i32;
override STRIDE: i32;
override PAD_Y: i32;
override PAD_X: i32;
override MAXIMUM: bool;

// How many positions of a window at `start` lie inside [0, extent).
fn covered(start: i32, extent: i32) -> i32 { return min(start + SIZE, extent) - max(start, 0); }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let t = flat(group, groups, local);
  let b = t % p.batch;
  let x = i32((t / p.batch) % u32(IN_W));
  let y = i32((t / p.batch / u32(IN_W)) % u32(IN_H));
  let c = t / p.batch / u32(IN_W * IN_H);
  if (c >= CHANNELS) { return; }
  let start = c * u32(OUT_H * OUT_W) * p.batch + b;
  var sum = 0.0;
  for (var ky = 0; ky < SIZE; ky++) {
    let top = y + PAD_Y - ky;
    if (top < 0 || top % STRIDE != 0 || top / STRIDE >= OUT_H) { continue; }
    for (var kx = 0; kx < SIZE; kx++) {
      let left = x + PAD_X - kx;
      if (left < 0 || left % STRIDE != 0 || left / STRIDE >= OUT_W) { continue; }
      let at = start + u32(top / STRIDE * OUT_W + left / STRIDE) * p.batch;
      let dy = values[p.gradient + at];
      if (MAXIMUM) {
        if (values[p.places + at] == f32(ky * SIZE + kx)) { sum += dy; }
      } else {
        sum += dy / f32(covered(top - PAD_Y, IN_H) * covered(left - PAD_X, IN_W));
      }
    }
  }
  values[p.output + t] = result(sum, NONE, p.base, t);
}
