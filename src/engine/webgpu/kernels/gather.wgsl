// Images of a batch, normalized: out[c, y, x, b] = (pixel / 255 - mean[c]) / deviation[c].
// `images` starts with the means and deviations as float bits, then holds bytes as [image, y, x, c].
struct Params { batch: u32, area: u32, channels: u32, indices: u32, pixels: u32, output: u32 }
@group(0) @binding(0) var<uniform> p: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let t = flat(group, groups, local);
  let b = t % p.batch;
  let pixel = (t / p.batch) % p.area;
  let c = t / (p.batch * p.area);
  if (c >= p.channels) { return; }
  let at = p.pixels + (tables[p.indices + b] * p.area + pixel) * p.channels + c;
  let byte = (images[at / 4] >> (8 * (at % 4))) & 0xff;
  let mean = bitcast<f32>(images[c]);
  let deviation = bitcast<f32>(images[p.channels + c]);
  values[p.output + t] = (f32(byte) / 255 - mean) / deviation;
}
