// Gradients of view.wgsl. `gradient` (in `values`) holds [t', i', o']. The first whole * whole * ins * outs threads make the parameter's
// gradient, reading the transposed tables `inReaders` and `outReaders` (for an entry, the choices that read it and their factors);
// with a matrix, area * area more threads make the matrix' gradient.
#include choices
struct Params { parameter: u32, gradient: u32, output: u32, matrixOutput: u32, whole: u32, side: u32, ins: u32, outs: u32, newIns: u32, newOuts: u32, inReaders: u32, outReaders: u32, matrix: u32 }
@group(0) @binding(0) var<uniform> p: Params;

// Gradient of tap t of the window at parameter channels i, o.
fn pulled(t: u32, i: u32, o: u32) -> f32 {
  let rows = list(p.inReaders, i);
  let columns = list(p.outReaders, o);
  var sum = 0.0;
  for (var r = rows.x; r < rows.y; r += 2) {
    for (var c = columns.x; c < columns.y; c += 2) {
      let g = values[p.gradient + (t * p.newIns + tables[r]) * p.newOuts + tables[c]];
      sum += bitcast<f32>(tables[r + 1]) * bitcast<f32>(tables[c + 1]) * g;
    }
  }
  return sum;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let thread = flat(group, groups, local);
  let area = p.side * p.side;
  let start = (p.whole - p.side) / 2;
  let size = p.whole * p.whole * p.ins * p.outs;
  var sum = 0.0;
  if (thread < size) {
    let o = thread % p.outs;
    let i = (thread / p.outs) % p.ins;
    let tap = thread / p.outs / p.ins;
    // Wraps around outside the window, and is then too large as well.
    let y = tap / p.whole - start;
    let x = tap % p.whole - start;
    if (y < p.side && x < p.side) {
      let t = y * p.side + x;
      if (p.matrix == NONE) {
        sum = pulled(t, i, o);
      } else {
        for (var s = 0u; s < area; s++) { sum += pulled(s, i, o) * weights[p.matrix + t * area + s]; }
      }
    }
    values[p.output + thread] = sum;
    return;
  }
  let rest = thread - size;
  if (p.matrix == NONE || rest >= area * area) { return; }
  let t = rest / area;
  for (var i = 0u; i < p.ins; i++) {
    for (var o = 0u; o < p.outs; o++) {
      let at = (((t / p.side + start) * p.whole + t % p.side + start) * p.ins + i) * p.outs + o;
      sum += weights[p.parameter + at] * pulled(rest % area, i, o);
    }
  }
  values[p.matrixOutput + rest] = sum;
}
