// Four channels from `first` on; those past the end repeat the last one, and what they yield is not stored.
fn quad(first: u32, count: u32) -> vec4u { return min(vec4u(first, first + 1, first + 2, first + 3), vec4u(count - 1)); }
