// For kernels whose workgroups of WIDTH threads add up one number each, always in the same order. WIDTH is a multiple of 16:
// wide on a GPU; narrow where a processor plays the GPU, since there every thread that waits at a barrier is set aside.
override WIDTH: u32;
var<workgroup> parts: array<f32, WIDTH>;
var<workgroup> sums: array<f32, 16>;

// The sum of `part` over the workgroup, for every thread; two barriers. A second call needs `workgroupBarrier` before it.
fn total(part: f32, local: u32) -> f32 {
  parts[local] = part;
  workgroupBarrier();
  if (local < 16) {
    var sum = 0.0;
    for (var k = 0u; k < WIDTH / 16; k++) { sum += parts[local * (WIDTH / 16) + k]; }
    sums[local] = sum;
  }
  workgroupBarrier();
  var sum = 0.0;
  for (var k = 0u; k < 16; k++) { sum += sums[k]; }
  return sum;
}
