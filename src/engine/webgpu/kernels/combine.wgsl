// Sum of up to four terms: node sums with the batch norms of their inputs folded in, copies, ReLUs, masks and their gradients.
//   term = mask * gate * max(affine(x), floor),  affine(x) = (x - mean[c]) * inverse[c] * scale[c] + shift[c]
// Every part but x may be absent (NONE; floor -3.4e38). `extent` is how many channels a term has; it is zero beyond.
// The mask is a factor for each image, or for each element as [image, y, x, channel] (elementwise 1). `gate` passes where positive.
// A thread makes every `chunks`-th element of a channel; `plane` = height * width * batch.
struct Term { x: u32, extent: u32, statistics: u32, scale: u32, shift: u32, mask: u32, elementwise: u32, gate: u32, floor: f32, unused: u32, unused2: u32, unused3: u32 }
struct Params { batch: u32, plane: u32, channels: u32, chunks: u32, output: u32, terms: u32, unused: u32, unused2: u32, term: array<Term, 4> }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  let c = t / p.chunks;
  if (c >= p.channels) { return; }
  var factor = vec4f(1);
  var shift = vec4f();
  for (var n = 0u; n < p.terms; n++) {
    if (c >= p.term[n].extent) {
      factor[n] = 0;
    } else if (p.term[n].statistics != NONE) {
      factor[n] = values[p.term[n].statistics + p.term[n].extent + c];
      if (p.term[n].scale != NONE) { factor[n] *= weights[p.term[n].scale + c]; }
      shift[n] = -factor[n] * values[p.term[n].statistics + c];
      if (p.term[n].shift != NONE) { shift[n] += weights[p.term[n].shift + c]; }
    }
  }
  for (var k = t % p.chunks; k < p.plane; k += p.chunks) {
    let at = c * p.plane + k;
    var sum = 0.0;
    for (var n = 0u; n < p.terms; n++) {
      if (c >= p.term[n].extent) { continue; }
      var value = max(values[p.term[n].x + at] * factor[n] + shift[n], p.term[n].floor);
      if (p.term[n].mask != NONE) {
        let b = k % p.batch;
        var index = b;
        if (p.term[n].elementwise == 1) { index = (b * (p.plane / p.batch) + k / p.batch) * p.channels + c; }
        value *= bitcast<f32>(tables[p.term[n].mask + index]);
      }
      if (p.term[n].gate != NONE) { value = select(0.0, value, values[p.term[n].gate + at] > 0); }
      sum += value;
    }
    values[p.output + at] = sum;
  }
}
