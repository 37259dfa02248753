// Sum of squares of every block of gradients: values[output + block].
#include blocks
struct Params { blocks: u32, count: u32, output: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let block = flat(group, groups, local);
  if (block >= p.count) { return; }
  let stretch = stretchOf(p.blocks, block);
  var sum = 0.0;
  for (var k = stretch.first; k < stretch.end; k++) {
    let g = gradients[stretch.offset + k];
    sum += g * g;
  }
  values[p.output + block] = sum;
}
