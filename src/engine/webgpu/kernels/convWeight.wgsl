// Gradient of any convolution with respect to its kernel, in slices:
//   out[slice, ky, kx, i, o] = sum over the slice's images and rows of max(in[i, Y, X, b], floor) * dy[o, y, x, b]
// A thread makes one tap of 4 input times 4 output channels.
#include weightQuads
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
  let work = workOf(flat(group, groups, local));
  let slice = work.slice;
  let tap = work.tap;
  if (tap >= K * K) { return; }
  let plane = u32(IN_H * IN_W) * p.batch;
  let outPlane = u32(OUT_H * OUT_W) * p.batch;
  let ins = p.input + quad(work.i, IN) * plane;
  let outs = p.gradient + quad(work.o, OUT) * outPlane;
  let shiftY = i32(tap / K) * DILATION - PAD_Y;
  let shiftX = i32(tap % K) * DILATION - PAD_X;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var y = i32(slice / LANES); y < OUT_H; y += i32(GROUPS)) {
    let row = y * STRIDE + shiftY;
    if (row < 0 || row >= IN_H) { continue; }
    for (var x = 0; x < OUT_W; x++) {
      let column = x * STRIDE + shiftX;
      if (column < 0 || column >= IN_W) { continue; }
      let source = u32(row * IN_W + column) * p.batch;
      let to = u32(y * OUT_W + x) * p.batch;
      for (var b = slice % LANES; b < p.batch; b += LANES) {
        let dy = values4(outs, to + b);
        sum0 += dy * max(values[ins.x + source + b], p.floor);
        sum1 += dy * max(values[ins.y + source + b], p.floor);
        sum2 += dy * max(values[ins.z + source + b], p.floor);
        sum3 += dy * max(values[ins.w + source + b], p.floor);
      }
    }
  }
  storeQuads(p.output, work, tap, K * K, sum0, sum1, sum2, sum3);
}
