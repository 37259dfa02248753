// The 3x3, stride 1, dilation 1 case of convWeight.wgsl: a thread slides along rows with three columns in registers and makes
// the three taps of one kernel row for 4 input times 4 output channels.
#include weightQuads
override H: i32;
override W: i32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let p = jobs[group.z];
  let work = workOf(flat(group, groups, local));
  let slice = work.slice;
  let ky = work.tap;
  if (ky >= 3) { return; }
  let plane = u32(H * W) * p.batch;
  let ins = p.input + quad(work.i, IN) * plane;
  let outs = p.gradient + quad(work.o, OUT) * plane;
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
      var here = max(values4(ins, source), vec4f(p.floor));
      for (var x = 0; x < W; x++) {
        source += p.batch;
        var after = vec4f();
        if (x + 1 < W) {
          after = max(values4(ins, source), vec4f(p.floor));
        }
        let dy = values4(outs, to);
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
  storeQuads(p.output, work, 3 * ky, 9, left0, left1, left2, left3);
  storeQuads(p.output, work, 3 * ky + 1, 9, here0, here1, here2, here3);
  storeQuads(p.output, work, 3 * ky + 2, 9, right0, right1, right2, right3);
}
