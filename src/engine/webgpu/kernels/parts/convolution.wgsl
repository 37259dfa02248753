// Parameters of a convolution, and of its gradient with respect to the input:
//   out[o, y, x, b] = base + gate * sum over i, ky, kx of max(in[i, Y, X, b], floor) * w(ky, kx, i, o)
// `floor` 0 reads through a ReLU; `gate` is the value whose sign a ReLU's gradient follows.
#include result
struct Params { @align(16) batch: u32, input: u32, output: u32, weight: u32, base: u32, gate: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;

var<private> p: Params;

fn store(at: u32, sum: f32) { values[p.output + at] = result(sum, p.gate, p.base, at); }
