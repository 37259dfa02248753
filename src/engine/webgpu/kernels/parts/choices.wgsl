// A choice of channels is a table of lists: tables[at + entry] = start of the entry's list within the table; pairs of (index, factor).
// The pairs of an entry are those in [x, y).
fn list(table: u32, entry: u32) -> vec2u { return vec2u(table + tables[table + entry], table + tables[table + entry + 1]); }
