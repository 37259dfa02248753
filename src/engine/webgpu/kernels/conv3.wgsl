// The 3x3, stride 1, dilation 1 case of conv.wgsl, forward and input gradient: six pixels of a row are loaded once for the three
// taps of four outputs. TAP is the distance between the weights of neighbouring taps, negative (from the last tap) for the gradient.
struct Params { @align(16) batch: u32, input: u32, output: u32, weight: u32, base: u32, gate: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
var<private> p: Params;
override IN: u32;
override OUT: u32;
override H: i32;
override W: i32;
override TAP: i32;
override I_STRIDE: u32;
override O_STRIDE: u32;

fn inside(x: i32) -> f32 { return f32(x >= 0 && x < W); }

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
  let columns = u32(W + 3) / 4;
  let b = t % p.batch;
  var rest = t / p.batch;
  let x = i32(rest % columns) * 4;
  rest /= columns;
  let y = i32(rest % u32(H));
  let o = rest / u32(H) * 4;
  if (o >= OUT) { return; }
  let w0 = o * O_STRIDE;
  let w1 = min(o + 1, OUT - 1) * O_STRIDE;
  let w2 = min(o + 2, OUT - 1) * O_STRIDE;
  let w3 = min(o + 3, OUT - 1) * O_STRIDE;
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
    let row = y + ky - 1;
    if (row < 0 || row >= H) { continue; }
    let start = p.input + u32(row * W) * p.batch + b;
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
      let f = vec4f(weights[left + w0], weights[left + w1], weights[left + w2], weights[left + w3]);
      sum0 += f * v0;
      sum1 += f * v1;
      sum2 += f * v2;
      sum3 += f * v3;
      let middle = left + u32(TAP);
      let g = vec4f(weights[middle + w0], weights[middle + w1], weights[middle + w2], weights[middle + w3]);
      sum0 += g * v1;
      sum1 += g * v2;
      sum2 += g * v3;
      sum3 += g * v4;
      let right = middle + u32(TAP);
      let h = vec4f(weights[right + w0], weights[right + w1], weights[right + w2], weights[right + w3]);
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
  for (var j = 0u; j < min(4, OUT - o); j++) {
    let at = (o + j) * plane + u32(y * W + x) * p.batch + b;
    store(at, sum0[j]);
    if (x + 1 < W) { store(at + p.batch, sum1[j]); }
    if (x + 2 < W) { store(at + 2 * p.batch, sum2[j]); }
    if (x + 3 < W) { store(at + 3 * p.batch, sum3[j]); }
  }
}
