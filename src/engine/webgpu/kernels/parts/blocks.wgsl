// Blocks of 256 entries of parameters: tables[blocks + 2 * block ..] = [record, first entry], a record starting with [offset, length].
struct Stretch { record: u32, offset: u32, first: u32, end: u32 }

fn stretchOf(blocks: u32, block: u32) -> Stretch {
  let record = tables[blocks + 2 * block];
  let first = tables[blocks + 2 * block + 1];
  return Stretch(record, tables[record], first, min(tables[record + 1], first + 256));
}
