// Stands before every kernel: the one bind group layout all of them share. Behind it follows EPSILON, that of `core/network/batchNorm.ts`,
// then the parts that a kernel names in a line `#include part`, each once.
// Feature maps lie as [channel, row, column, image]: neighboring threads read neighboring images, so loads are
// coalesced for any channel count, and concatenation, truncation and per-channel sums are contiguous ranges.
// Kernels with several jobs do independent operations of one kind at once: workgroup z does job z, with parameters of its own.

@group(0) @binding(1) var<storage, read_write> values: array<f32>;
@group(0) @binding(2) var<storage, read_write> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradients: array<f32>;
@group(0) @binding(4) var<storage, read_write> momenta: array<f32>;
@group(0) @binding(5) var<storage, read_write> averages: array<f32>;
@group(0) @binding(6) var<storage, read> images: array<u32>;
@group(0) @binding(7) var<storage, read> tables: array<u32>;
@group(0) @binding(8) var<storage, read_write> results: array<f32>;

// An offset that stands for "absent".
const NONE = 0xffffffffu;

// Index of a thread in a dispatch of 64-thread workgroups laid over x, then y.
fn flat(group: vec3u, groups: vec3u, local: u32) -> u32 {
  return (group.y * groups.x + group.x) * 64 + local;
}
