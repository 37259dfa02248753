// Convolution of any kernel, stride and dilation, and its gradient with respect to the input: for one output pixel
//   out[o, y, x, b] = base + gate * sum over i, ky, kx of max(in[i, Y, X, b], floor) * w(ky, kx, i, o)
//   Y = (y * OUT_STEP + ky * DILATION - PAD_Y) / IN_STEP where that is whole and inside; X likewise.
// Forward: OUT_STEP = stride, IN_STEP = 1. Input gradient: OUT_STEP = 1, IN_STEP = stride, DILATION and the pads negated, and the
// roles of i and o swapped through the strides. `floor` 0 reads through a ReLU; `gate` is the value whose sign a ReLU's gradient follows.
// A thread makes 4 pixels of a row times 4 channels of one image.
struct Params { @align(16) batch: u32, input: u32, output: u32, weight: u32, base: u32, gate: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
var<private> p: Params;
override IN: u32;
override OUT: u32;
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
override I_STRIDE: u32;
override O_STRIDE: u32;

fn column(x: u32, kx: i32) -> i32 {
  let position = i32(x) * OUT_STEP + kx * DILATION - PAD_X;
  return select(-1, position / IN_STEP, position >= 0 && position % IN_STEP == 0);
}

fn inside(x: i32) -> f32 { return f32(x >= 0 && x < IN_W); }

fn store(at: u32, sum: f32) {
  var result = sum;
  if (p.gate != NONE) { result = select(0.0, result, values[p.gate + at] > 0); }
  if (p.base != NONE) { result += values[p.base + at]; }
  values[p.output + at] = result;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  p = jobs[group.z];
  let t = flat(group, groups, local);
  let columns = (OUT_W + 3) / 4;
  let b = t % p.batch;
  var rest = t / p.batch;
  let x = (rest % columns) * 4;
  rest /= columns;
  let y = rest % OUT_H;
  let o = rest / OUT_H * 4;
  if (o >= OUT) { return; }
  let w0 = o * O_STRIDE;
  let w1 = min(o + 1, OUT - 1) * O_STRIDE;
  let w2 = min(o + 2, OUT - 1) * O_STRIDE;
  let w3 = min(o + 3, OUT - 1) * O_STRIDE;
  let plane = u32(IN_H * IN_W) * p.batch;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var ky = 0; ky < K; ky++) {
    let position = i32(y) * OUT_STEP + ky * DILATION - PAD_Y;
    let row = position / IN_STEP;
    if (position < 0 || position % IN_STEP != 0 || row >= IN_H) { continue; }
    let start = p.input + u32(row * IN_W) * p.batch + b;
    for (var kx = 0; kx < K; kx++) {
      let c0 = column(x, kx);
      let c1 = column(x + 1, kx);
      let c2 = column(x + 2, kx);
      let c3 = column(x + 3, kx);
      // Padding is read at a legal place and multiplied away.
      let m = vec4f(inside(c0), inside(c1), inside(c2), inside(c3));
      var i0 = start + u32(clamp(c0, 0, IN_W - 1)) * p.batch;
      var i1 = start + u32(clamp(c1, 0, IN_W - 1)) * p.batch;
      var i2 = start + u32(clamp(c2, 0, IN_W - 1)) * p.batch;
      var i3 = start + u32(clamp(c3, 0, IN_W - 1)) * p.batch;
      var w = p.weight + u32(ky * K + kx) * IN * OUT;
      for (var i = 0u; i < IN; i++) {
        let f = vec4f(weights[w + w0], weights[w + w1], weights[w + w2], weights[w + w3]);
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
  let outPlane = OUT_H * OUT_W * p.batch;
  for (var j = 0u; j < min(4, OUT - o); j++) {
    let at = (o + j) * outPlane + (y * OUT_W + x) * p.batch + b;
    store(at, sum0[j]);
    if (x + 1 < OUT_W) { store(at + p.batch, sum1[j]); }
    if (x + 2 < OUT_W) { store(at + 2 * p.batch, sum2[j]); }
    if (x + 3 < OUT_W) { store(at + 3 * p.batch, sum3[j]); }
  }
}
