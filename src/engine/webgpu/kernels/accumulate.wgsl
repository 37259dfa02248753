// Adds up the slices of every weight gradient of a path, and several uses of one parameter, into `gradients`.
// A workgroup takes a block. A record: [offset, length, first contribution, contributions, 1 to add to what is there]; a contribution: [values offset, slices, stride].
#include blocks
struct Params { blocks: u32, count: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let block = group.y * groups.x + group.x;
  if (block >= p.count) { return; }
  let stretch = stretchOf(p.blocks, block);
  let record = stretch.record;
  let offset = stretch.offset;
  let uses = tables[record + 2];
  let count = tables[record + 3];
  for (var k = stretch.first + local; k < stretch.end; k += 64) {
    var sum = 0.0;
    if (tables[record + 4] == 1) { sum = gradients[offset + k]; }
    for (var n = 0u; n < count; n++) {
      var at = tables[uses + 3 * n] + k;
      let stride = tables[uses + 3 * n + 2];
      let slices = tables[uses + 3 * n + 1];
      // Four sums at a time, so that loads need not wait for each other.
      var some = vec4f();
      var slice = 0u;
      for (; slice + 4 <= slices; slice += 4) {
        some += vec4f(values[at], values[at + stride], values[at + 2 * stride], values[at + 3 * stride]);
        at += 4 * stride;
      }
      for (; slice < slices; slice++) {
        some.x += values[at];
        at += stride;
      }
      sum += some.x + some.y + (some.z + some.w);
    }
    gradients[offset + k] = sum;
  }
}
