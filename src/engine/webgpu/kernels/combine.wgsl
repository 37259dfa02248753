// Sum of up to four terms: node sums with the batch norms of their inputs folded in, copies, ReLUs, masks and their gradients.
//   term = mask * gate * max(affine(x), floor),  affine(x) = (x - mean[c]) * inverse[c] * scale[c] + shift[c]
// Every part but x may be absent (NONE; floor -3.4e38). `extent` is how many channels a term has; it is zero beyond.
// The mask is a factor for each image, or for each element as [image, y, x, channel] (elementwise 1). `gate` passes where positive.
// A thread makes every `chunks`-th element of a channel; `plane` = height * width * batch.
struct Term { x: u32, extent: u32, statistics: u32, scale: u32, shift: u32, mask: u32, elementwise: u32, gate: u32, floor: f32, unused: u32, unused2: u32, unused3: u32 }
struct Params { batch: u32, plane: u32, channels: u32, chunks: u32, output: u32, unused: u32, unused2: u32, unused3: u32, term: array<Term, 4> }
@group(0) @binding(0) var<uniform> p: Params;
override TERMS: u32;
// Whether any term has a mask or a gate.
override FILTERED: bool;

// Slope and intercept of a term's affine map in a channel, both zero beyond its extent.
fn affine(term: Term, c: u32) -> vec2f {
  if (c >= term.extent) { return vec2f(); }
  if (term.statistics == NONE) { return vec2f(1, 0); }
  var slope = values[term.statistics + term.extent + c];
  if (term.scale != NONE) { slope *= weights[term.scale + c]; }
  var intercept = -slope * values[term.statistics + c];
  if (term.shift != NONE) { intercept += weights[term.shift + c]; }
  return vec2f(slope, intercept);
}

// The term at element k of channel c.
fn evaluate(term: Term, map: vec2f, c: u32, k: u32) -> f32 {
  if (c >= term.extent) { return 0; }
  let at = c * p.plane + k;
  var value = max(values[term.x + at] * map.x + map.y, term.floor);
  if (FILTERED) {
    if (term.mask != NONE) {
      var index = k % p.batch;
      if (term.elementwise == 1) { index = (index * (p.plane / p.batch) + k / p.batch) * p.channels + c; }
      value *= bitcast<f32>(tables[term.mask + index]);
    }
    if (term.gate != NONE) { value = select(0.0, value, values[term.gate + at] > 0); }
  }
  return value;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  let c = t / p.chunks;
  if (c >= p.channels) { return; }
  var map0 = vec2f();
  var map1 = vec2f();
  var map2 = vec2f();
  var map3 = vec2f();
  if (TERMS > 0) { map0 = affine(p.term[0], c); }
  if (TERMS > 1) { map1 = affine(p.term[1], c); }
  if (TERMS > 2) { map2 = affine(p.term[2], c); }
  if (TERMS > 3) { map3 = affine(p.term[3], c); }
  for (var k = t % p.chunks; k < p.plane; k += p.chunks) {
    var sum = 0.0;
    if (TERMS > 0) { sum = evaluate(p.term[0], map0, c, k); }
    if (TERMS > 1) { sum += evaluate(p.term[1], map1, c, k); }
    if (TERMS > 2) { sum += evaluate(p.term[2], map2, c, k); }
    if (TERMS > 3) { sum += evaluate(p.term[3], map3, c, k); }
    values[p.output + c * p.plane + k] = sum;
  }
}
