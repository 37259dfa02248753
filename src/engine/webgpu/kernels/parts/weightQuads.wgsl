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

fn values4(starts: vec4u, at: u32) -> vec4f {
  return vec4f(values[starts.x + at], values[starts.y + at], values[starts.z + at], values[starts.w + at]);
}

// Four output channels of a row of the kernel's gradient, `count` of them there.
fn storeRow(at: u32, count: u32, sums: vec4f) {
  values[at] = sums.x;
  if (count > 1) { values[at + 1] = sums.y; }
  if (count > 2) { values[at + 2] = sums.z; }
  if (count > 3) { values[at + 3] = sums.w; }
}

// Sums of the four input channels, an output channel each, at one tap; `taps` in all.
fn storeQuads(output: u32, work: Work, tap: u32, taps: u32, sum0: vec4f, sum1: vec4f, sum2: vec4f, sum3: vec4f) {
  let at = output + ((work.slice * taps + tap) * IN + work.i) * OUT + work.o;
  let count = OUT - work.o;
  storeRow(at, count, sum0);
  if (work.i + 1 < IN) { storeRow(at + OUT, count, sum1); }
  if (work.i + 2 < IN) { storeRow(at + 2 * OUT, count, sum2); }
  if (work.i + 3 < IN) { storeRow(at + 3 * OUT, count, sum3); }
}
