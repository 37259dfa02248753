// PyTorch's SGD for the parameters in use: g = clip * gradient + decay * w; m = momentum * m + g; w -= rate * (nesterov ? g + momentum * m : m);
// then the moving average of the weights. A workgroup takes a block; a record: [offset, length, flags, offset of the momentum].
// Flags: 1 has a gradient in this step; 2 has an average (else it starts at the weight); 4 only decays, its momentum waits.
#include blocks
struct Params { blocks: u32, count: u32, factor: u32, rate: f32, momentum: f32, nesterov: u32, decay: f32, average: f32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let block = group.y * groups.x + group.x;
  if (block >= p.count) { return; }
  let clip = values[p.factor];
  if (clip < 0) { return; }
  let stretch = stretchOf(p.blocks, block);
  let flags = tables[stretch.record + 2];
  for (var k = stretch.first + local; k < stretch.end; k += 64) {
    let at = stretch.offset + k;
    let w = weights[at];
    var g = p.decay * w;
    if ((flags & 1) != 0) { g += clip * gradients[at]; }
    var moved = w - p.rate * g;
    if ((flags & 4) == 0) {
      let own = tables[stretch.record + 3] + k;
      let m = p.momentum * momenta[own] + g;
      momenta[own] = m;
      moved = w - p.rate * select(m, g + p.momentum * m, p.nesterov == 1);
    }
    weights[at] = moved;
    if (p.average > 0) {
      averages[at] = select(moved, p.average * averages[at] + (1 - p.average) * moved, (flags & 2) != 0);
    }
  }
}
