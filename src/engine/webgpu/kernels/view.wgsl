// The weight that a view of a parameter yields, written into `weights`: central window, then matrix, then choices on the last two axes.
//   out[t', i', o'] = sum over i of i', o of o', t of  factors * w[center(t), i, o] * matrix[t, t']
#include choices
struct Params { parameter: u32, output: u32, whole: u32, side: u32, ins: u32, outs: u32, newIns: u32, newOuts: u32, inTable: u32, outTable: u32, matrix: u32 }
@group(0) @binding(0) var<uniform> p: Params;

// Entry of the parameter at tap `t` of the central window.
fn at(t: u32, i: u32, o: u32) -> u32 {
  let start = (p.whole - p.side) / 2;
  return p.parameter + (((t / p.side + start) * p.whole + t % p.side + start) * p.ins + i) * p.outs + o;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let thread = flat(group, groups, local);
  let area = p.side * p.side;
  let o = thread % p.newOuts;
  let i = (thread / p.newOuts) % p.newIns;
  let t = thread / p.newOuts / p.newIns;
  if (t >= area) { return; }
  let rows = list(p.inTable, i);
  let columns = list(p.outTable, o);
  var sum = 0.0;
  for (var r = rows.x; r < rows.y; r += 2) {
    for (var c = columns.x; c < columns.y; c += 2) {
      var value = 0.0;
      if (p.matrix == NONE) {
        value = weights[at(t, tables[r], tables[c])];
      } else {
        for (var s = 0u; s < area; s++) { value += weights[at(s, tables[r], tables[c])] * weights[p.matrix + s * area + t]; }
      }
      sum += bitcast<f32>(tables[r + 1]) * bitcast<f32>(tables[c + 1]) * value;
    }
  }
  weights[p.output + thread] = sum;
}
