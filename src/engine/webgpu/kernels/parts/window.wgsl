// Which pixels a window reads:
//   Y = (y * OUT_STEP + ky * DILATION - PAD_Y) / IN_STEP where that is whole and inside; X likewise.
// Forward: OUT_STEP = stride, IN_STEP = 1. Input gradient: OUT_STEP = 1, IN_STEP = stride, DILATION and the pads negated.
override IN_H: i32;
override IN_W: i32;
override OUT_H: u32;
override OUT_W: u32;
override K: i32;
override OUT_STEP: i32;
override IN_STEP: i32;
override DILATION: i32;
override PAD_Y: i32;
override PAD_X: i32;

// Where tap `k` of the window at `position` reads along an axis: below zero where that is no place, perhaps too large.
fn readAt(position: u32, k: i32, pad: i32) -> i32 {
  let place = i32(position) * OUT_STEP + k * DILATION - pad;
  return select(-1, place / IN_STEP, place >= 0 && place % IN_STEP == 0);
}
