// The 3x3, stride 1, dilation 1 case of convWeight.wgsl: a thread slides along rows with three columns in registers and makes
// the three taps of one kernel row for 4 input times 4 output channels.
struct Params { @align(16) batch: u32, input: u32, gradient: u32, output: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
override IN: u32;
override OUT: u32;
override H: i32;
override W: i32;
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
  let ky = rest / inBlocks;
  if (ky >= 3) { return; }
  let plane = u32(H * W) * p.batch;
  // Channels past the end repeat the last one; what they yield is not stored.
  let i0 = p.input + i * plane;
  let i1 = p.input + min(i + 1, IN - 1) * plane;
  let i2 = p.input + min(i + 2, IN - 1) * plane;
  let i3 = p.input + min(i + 3, IN - 1) * plane;
  let g0 = p.gradient + o * plane;
  let g1 = p.gradient + min(o + 1, OUT - 1) * plane;
  let g2 = p.gradient + min(o + 2, OUT - 1) * plane;
  let g3 = p.gradient + min(o + 3, OUT - 1) * plane;
  var left0 = vec4f(); var left1 = vec4f(); var left2 = vec4f(); var left3 = vec4f();
  var here0 = vec4f(); var here1 = vec4f(); var here2 = vec4f(); var here3 = vec4f();
  var right0 = vec4f(); var right1 = vec4f(); var right2 = vec4f(); var right3 = vec4f();
  for (var b = slice % LANES; b < p.batch; b += LANES) {
    for (var y = i32(slice / LANES); y < H; y += i32(GROUPS)) {
      let row = y + i32(ky) - 1;
      if (row < 0 || row >= H) { continue; }
      var source = u32(row * W) * p.batch + b;
      var to = u32(y * W) * p.batch + b;
      var before = vec4f();
      var here = max(vec4f(values[i0 + source], values[i1 + source], values[i2 + source], values[i3 + source]), vec4f(p.floor));
      for (var x = 0; x < W; x++) {
        source += p.batch;
        var after = vec4f();
        if (x + 1 < W) {
          after = max(vec4f(values[i0 + source], values[i1 + source], values[i2 + source], values[i3 + source]), vec4f(p.floor));
        }
        let dy = vec4f(values[g0 + to], values[g1 + to], values[g2 + to], values[g3 + to]);
        left0 += dy * before.x;
        left1 += dy * before.y;
        left2 += dy * before.z;
        left3 += dy * before.w;
        here0 += dy * here.x;
        here1 += dy * here.y;
        here2 += dy * here.z;
        here3 += dy * here.w;
        right0 += dy * after.x;
        right1 += dy * after.y;
        right2 += dy * after.z;
        right3 += dy * after.w;
        before = here;
        here = after;
        to += p.batch;
      }
    }
  }
  let tap = IN * OUT;
  for (var j = 0u; j < min(4, OUT - o); j++) {
    let at = p.output + ((slice * 9 + ky * 3) * IN + i) * OUT + o + j;
    values[at] = left0[j];
    values[at + tap] = here0[j];
    values[at + 2 * tap] = right0[j];
    if (i + 1 < IN) {
      values[at + OUT] = left1[j];
      values[at + OUT + tap] = here1[j];
      values[at + OUT + 2 * tap] = right1[j];
    }
    if (i + 2 < IN) {
      values[at + 2 * OUT] = left2[j];
      values[at + 2 * OUT + tap] = here2[j];
      values[at + 2 * OUT + 2 * tap] = right2[j];
    }
    if (i + 3 < IN) {
      values[at + 3 * OUT] = left3[j];
      values[at + 3 * OUT + tap] = here3[j];
      values[at + 3 * OUT + 2 * tap] = right3[j];
    }
  }
}
