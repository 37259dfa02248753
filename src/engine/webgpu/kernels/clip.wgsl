// Global norm of the gradients from the sums of squares of their blocks: results[record] = norm, values[output] = factor on the gradients,
// negative where the norm is not finite: then nothing must move. WGSL may assume that NaN never happens, so its bits are asked.
#include reduce
struct Params { count: u32, squares: u32, limit: f32, output: u32, record: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(WIDTH)
fn main(@builtin(local_invocation_index) local: u32) {
  var part = 0.0;
  for (var k = local; k < p.count; k += WIDTH) { part += values[p.squares + k]; }
  let square = total(part, local);
  if (local != 0) { return; }
  let norm = sqrt(square);
  var factor = 1.0;
  if (p.limit > 0 && norm > p.limit) { factor = p.limit / norm; }
  if ((bitcast<u32>(square) & 0x7f800000) == 0x7f800000) { factor = -1; }
  values[p.output] = factor;
  results[p.record] = norm;
}
