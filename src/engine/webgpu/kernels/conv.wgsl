// Convolution of any kernel, stride and dilation, and its gradient with respect to the input, where the roles of i and o are swapped
// through the strides of the weight.
#include convolution
#include window
#include tile
#include quad
override IN: u32;
override OUT: u32;
override I_STRIDE: u32;
override O_STRIDE: u32;

fn inside(x: i32) -> f32 { return f32(x >= 0 && x < IN_W); }

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  p = jobs[group.z];
  let tile = tileOf(flat(group, groups, local), p.batch, OUT_W, OUT_H);
  if (tile.o >= OUT) { return; }
  let x = tile.x;
  let outs = quad(tile.o, OUT) * O_STRIDE;
  let plane = u32(IN_H * IN_W) * p.batch;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var ky = 0; ky < K; ky++) {
    let row = readAt(tile.y, ky, PAD_Y);
    if (row < 0 || row >= IN_H) { continue; }
    let start = p.input + u32(row * IN_W) * p.batch + tile.b;
    for (var kx = 0; kx < K; kx++) {
      let c0 = readAt(x, kx, PAD_X);
      let c1 = readAt(x + 1, kx, PAD_X);
      let c2 = readAt(x + 2, kx, PAD_X);
      let c3 = readAt(x + 3, kx, PAD_X);
      // Padding is read at a legal place and multiplied away.
      let m = vec4f(inside(c0), inside(c1), inside(c2), inside(c3));
      var i0 = start + u32(clamp(c0, 0, IN_W - 1)) * p.batch;
      var i1 = start + u32(clamp(c1, 0, IN_W - 1)) * p.batch;
      var i2 = start + u32(clamp(c2, 0, IN_W - 1)) * p.batch;
      var i3 = start + u32(clamp(c3, 0, IN_W - 1)) * p.batch;
      var w = p.weight + u32(ky * K + kx) * IN * OUT;
      for (var i = 0u; i < IN; i++) {
        let f = weights4(w + outs);
        sum0 += f * (m.x * max(values[i0], p.floor));
        sum1 += f * (m.y * max(values[i1], p.floor));
        sum2 += f * (m.z * max(values[i2], p.floor));
        sum3 += f * (m.w * max(values[i3], p.floor));
        i0 += plane;
        i1 += plane;
        i2 += plane;
        i3 += plane;
        w += I_STRIDE;
      }
    }
  }
  storeTile(tile, OUT, OUT_H, OUT_W, sum0, sum1, sum2, sum3);
}
