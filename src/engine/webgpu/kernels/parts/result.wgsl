// What a kernel writes at element `at` of its output: the number where the value at `gate` is positive, added to what is at `base`.
fn result(number: f32, gate: u32, base: u32, at: u32) -> f32 {
  var written = number;
  if (gate != NONE) { written = select(0.0, written, values[gate + at] > 0); }
  if (base != NONE) { written += values[base + at]; }
  return written;
}
