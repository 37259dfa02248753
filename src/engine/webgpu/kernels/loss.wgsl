// Softmax, cross-entropy, its gradient and the number of correct answers of a batch, by one workgroup.
// The target is the smoothed label, (1 - smoothing) * onehot + smoothing / classes, or the softmax of `teacher`'s logits.
//   gradient[class, b] = factor * (softmax - target);  results[record ..] = [mean loss, share correct]
// `record` NONE writes no loss; `tally` (in `results`) receives, or with `more` 1 is increased by, the number of correct answers
// (below zero where a logit is no finite number: WGSL may assume that NaN never happens, so its bits are asked) and the sum of losses.
#include reduce
struct Params { batch: u32, classes: u32, logits: u32, teacher: u32, indices: u32, labels: u32, smoothing: f32, factor: f32, gradient: u32, record: u32, tally: u32, more: u32 }
@group(0) @binding(0) var<uniform> p: Params;

// Largest logit of an image, and the logarithm of the sum of the exponentials above it.
fn scale(logits: u32, b: u32) -> vec2f {
  var most = values[logits + b];
  for (var c = 1u; c < p.classes; c++) { most = max(most, values[logits + c * p.batch + b]); }
  var sum = 0.0;
  for (var c = 0u; c < p.classes; c++) { sum += exp(values[logits + c * p.batch + b] - most); }
  return vec2f(most, log(sum));
}

@compute @workgroup_size(WIDTH)
fn main(@builtin(local_invocation_index) local: u32) {
  var loss = 0.0;
  var correct = 0.0;
  for (var b = local; b < p.batch; b += WIDTH) {
    let at = p.labels + tables[p.indices + b];
    let label = (images[at / 4] >> (8 * (at % 4))) & 0xff;
    let own = scale(p.logits, b);
    var teacher = vec2f();
    if (p.teacher != NONE) { teacher = scale(p.teacher, b); }
    var best = 0u;
    var finite = true;
    for (var c = 0u; c < p.classes; c++) {
      let logit = values[p.logits + c * p.batch + b];
      if ((bitcast<u32>(logit) & 0x7f800000) == 0x7f800000) { finite = false; }
      if (logit > values[p.logits + best * p.batch + b]) { best = c; }
      var target_ = p.smoothing / f32(p.classes) + select(0.0, 1 - p.smoothing, c == label);
      if (p.teacher != NONE) { target_ = exp(values[p.teacher + c * p.batch + b] - teacher.x - teacher.y); }
      let logarithm = logit - own.x - own.y;
      loss -= target_ * logarithm;
      if (p.gradient != NONE) { values[p.gradient + c * p.batch + b] = p.factor * (exp(logarithm) - target_); }
    }
    correct += select(-1e9, select(0.0, 1.0, best == label), finite);
  }
  loss = total(loss, local);
  workgroupBarrier();
  correct = total(correct, local);
  if (local != 0) { return; }
  if (p.record != NONE) {
    results[p.record] = loss / f32(p.batch);
    results[p.record + 1] = correct / f32(p.batch);
  }
  if (p.tally != NONE) {
    if (p.more == 1) {
      correct += results[p.tally];
      loss += results[p.tally + 1];
    }
    results[p.tally] = correct;
    results[p.tally + 1] = loss;
  }
}
