// Gradients of a kernel come in slices that `accumulate.wgsl` adds up.
// A slice is (lane, row group): images lane, lane + LANES, ... and rows group, group + GROUPS, ...
struct Params { @align(16) batch: u32, input: u32, gradient: u32, output: u32, floor: f32 }
@group(0) @binding(0) var<uniform> jobs: array<Params, 8>;
override LANES: u32;
override GROUPS: u32;
