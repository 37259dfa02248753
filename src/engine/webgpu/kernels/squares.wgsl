// Sum of squares of every block of 256 gradients: values[output + block]. Blocks: tables[blocks + 2 * block ..] = [record, first entry],
// a record starting with [offset, length].
struct Params { blocks: u32, count: u32, output: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let block = flat(group, groups, local);
  if (block >= p.count) { return; }
  let record = tables[p.blocks + 2 * block];
  let first = tables[p.blocks + 2 * block + 1];
  let end = min(tables[record + 1], first + 256);
  var sum = 0.0;
  for (var k = first; k < end; k++) {
    let g = gradients[tables[record] + k];
    sum += g * g;
  }
  values[p.output + block] = sum;
}
