// The work of a thread of convWeight.wgsl and conv3Weight.wgsl: a slice, a tap (or a row of taps), 4 input times 4 output channels.
#include slices
#include quad
override IN: u32;
override OUT: u32;
struct Work { slice: u32, tap: u32, i: u32, o: u32 }

fn workOf(t: u32) -> Work {
  let outBlocks = (OUT + 3) / 4;
  let inBlocks = (IN + 3) / 4;
  let rest = t / (LANES * GROUPS);
  return Work(t % (LANES * GROUPS), rest / outBlocks / inBlocks, rest / outBlocks % inBlocks * 4, rest % outBlocks * 4);
}

fn values4(at: vec4u) -> vec4f { return vec4f(values[at.x], values[at.y], values[at.z], values[at.w]); }

// Sums of the four input channels, an output channel each, at one tap; `taps` in all.
fn storeQuads(p: Params, work: Work, tap: u32, taps: u32, sum0: vec4f, sum1: vec4f, sum2: vec4f, sum3: vec4f) {
  for (var j = 0u; j < min(4, OUT - work.o); j++) {
    let at = p.output + ((work.slice * taps + tap) * IN + work.i) * OUT + work.o + j;
    values[at] = sum0[j];
    if (work.i + 1 < IN) { values[at + OUT] = sum1[j]; }
    if (work.i + 2 < IN) { values[at + 2 * OUT] = sum2[j]; }
    if (work.i + 3 < IN) { values[at + 3 * OUT] = sum3[j]; }
  }
}
