// The 3x3, stride 1, dilation 1 case of conv.wgsl, forward and input gradient: six pixels of a row are loaded once for the three
// taps of four outputs. TAP is the distance between the weights of neighboring taps, negative (from the last tap) for the gradient.
#include convolution
#include tile
#include quad
override IN: u32;
override OUT: u32;
override H: i32;
override W: i32;
override TAP: i32;
override I_STRIDE: u32;
override O_STRIDE: u32;

fn inside(x: i32) -> f32 { return f32(x >= 0 && x < W); }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  p = jobs[group.z];
  let tile = tileOf(flat(group, groups, local), p.batch, u32(W), u32(H));
  if (tile.o >= OUT) { return; }
  let x = i32(tile.x);
  let outs = quad(tile.o, OUT) * O_STRIDE;
  let plane = u32(H * W) * p.batch;
  // Padding is read at a legal place and multiplied away.
  let m0 = inside(x - 1);
  let m2 = inside(x + 1);
  let m3 = inside(x + 2);
  let m4 = inside(x + 3);
  let m5 = inside(x + 4);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var ky = 0; ky < 3; ky++) {
    let row = i32(tile.y) + ky - 1;
    if (row < 0 || row >= H) { continue; }
    let start = p.input + u32(row * W) * p.batch + tile.b;
    var i0 = start + u32(max(x - 1, 0)) * p.batch;
    var i1 = start + u32(x) * p.batch;
    var i2 = start + u32(min(x + 1, W - 1)) * p.batch;
    var i3 = start + u32(min(x + 2, W - 1)) * p.batch;
    var i4 = start + u32(min(x + 3, W - 1)) * p.batch;
    var i5 = start + u32(min(x + 4, W - 1)) * p.batch;
    var left = p.weight + u32(ky * 3 * TAP);
    for (var i = 0u; i < IN; i++) {
      let v0 = m0 * max(values[i0], p.floor);
      let v1 = max(values[i1], p.floor);
      let v2 = m2 * max(values[i2], p.floor);
      let v3 = m3 * max(values[i3], p.floor);
      let v4 = m4 * max(values[i4], p.floor);
      let v5 = m5 * max(values[i5], p.floor);
      let f = weights4(left + outs);
      sum0 += f * v0;
      sum1 += f * v1;
      sum2 += f * v2;
      sum3 += f * v3;
      let middle = left + u32(TAP);
      let g = weights4(middle + outs);
      sum0 += g * v1;
      sum1 += g * v2;
      sum2 += g * v3;
      sum3 += g * v4;
      let right = middle + u32(TAP);
      let h = weights4(right + outs);
      sum0 += h * v2;
      sum1 += h * v3;
      sum2 += h * v4;
      sum3 += h * v5;
      i0 += plane;
      i1 += plane;
      i2 += plane;
      i3 += plane;
      i4 += plane;
      i5 += plane;
      left += I_STRIDE;
    }
  }
  storeTile(tile, OUT, u32(H), u32(W), sum0, sum1, sum2, sum3);
}
