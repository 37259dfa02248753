// Gradient of any convolution with respect to its kernel, in slices that `accumulate.wgsl` adds up:
//   out[slice, ky, kx, i, o] = sum over the slice's images and rows of max(in[i, Y, X, b], floor) * dy[o, y, x, b]
// A slice is (lane, row group): images lane, lane + LANES, ... and rows group, group + GROUPS, ...
// A thread makes one tap of 4 input times 4 output channels.
struct Params { @align(16) batch: u32, input: u32, gradient: u32, output: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
override IN: u32;
override OUT: u32;
override IN_H: i32;
override IN_W: i32;
override OUT_H: i32;
override OUT_W: i32;
override K: u32;
override STRIDE: i32;
override DILATION: i32;
override PAD_Y: i32;
override PAD_X: i32;
override LANES: u32;
override GROUPS: u32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let t = flat(group, groups, local);
  let slice = t % (LANES * GROUPS);
  var rest = t / (LANES * GROUPS);
  let outBlocks = (OUT + 3) / 4;
  let inBlocks = (IN + 3) / 4;
  let o = (rest % outBlocks) * 4;
  rest /= outBlocks;
  let i = (rest % inBlocks) * 4;
  let tap = rest / inBlocks;
  if (tap >= K * K) { return; }
  let plane = u32(IN_H * IN_W) * p.batch;
  let outPlane = u32(OUT_H * OUT_W) * p.batch;
  // Channels past the end repeat the last one; what they yield is not stored.
  let i0 = p.input + i * plane;
  let i1 = p.input + min(i + 1, IN - 1) * plane;
  let i2 = p.input + min(i + 2, IN - 1) * plane;
  let i3 = p.input + min(i + 3, IN - 1) * plane;
  let g0 = p.gradient + o * outPlane;
  let g1 = p.gradient + min(o + 1, OUT - 1) * outPlane;
  let g2 = p.gradient + min(o + 2, OUT - 1) * outPlane;
  let g3 = p.gradient + min(o + 3, OUT - 1) * outPlane;
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
        let dy = vec4f(values[g0 + to + b], values[g1 + to + b], values[g2 + to + b], values[g3 + to + b]);
        sum0 += dy * max(values[i0 + source + b], p.floor);
        sum1 += dy * max(values[i1 + source + b], p.floor);
        sum2 += dy * max(values[i2 + source + b], p.floor);
        sum3 += dy * max(values[i3 + source + b], p.floor);
      }
    }
  }
  for (var j = 0u; j < min(4, OUT - o); j++) {
    let at = p.output + ((slice * K * K + tap) * IN + i) * OUT + o + j;
    values[at] = sum0[j];
    if (i + 1 < IN) { values[at + OUT] = sum1[j]; }
    if (i + 2 < IN) { values[at + 2 * OUT] = sum2[j]; }
    if (i + 3 < IN) { values[at + 3 * OUT] = sum3[j]; }
  }
}
