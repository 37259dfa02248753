// The tile of a thread of conv.wgsl and conv3.wgsl: 4 pixels of a row times 4 channels of one image.
struct Tile { b: u32, x: u32, y: u32, o: u32 }

fn tileOf(t: u32, batch: u32, width: u32, height: u32) -> Tile {
  let columns = (width + 3) / 4;
  let rest = t / batch;
  return Tile(t % batch, rest % columns * 4, rest / columns % height, rest / columns / height * 4);
}

// Sums of the tile's pixels, a channel each, to the output of that many channels, rows and columns.
fn storeTile(tile: Tile, channels: u32, height: u32, width: u32, sum0: vec4f, sum1: vec4f, sum2: vec4f, sum3: vec4f) {
  let plane = height * width * p.batch;
  for (var j = 0u; j < min(4, channels - tile.o); j++) {
    let at = (tile.o + j) * plane + (tile.y * width + tile.x) * p.batch + tile.b;
    store(at, sum0[j]);
    if (tile.x + 1 < width) { store(at + p.batch, sum1[j]); }
    if (tile.x + 2 < width) { store(at + 2 * p.batch, sum2[j]); }
    if (tile.x + 3 < width) { store(at + 3 * p.batch, sum3[j]); }
  }
}

// Loads of four weights.
fn weights4(at: vec4u) -> vec4f { return vec4f(weights[at.x], weights[at.y], weights[at.z], weights[at.w]); }
