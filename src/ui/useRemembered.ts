/** @file A value that stays the same object while what it follows from does, however many things that are. */
import { useRef } from "react";

export function useRemembered<T>(key: readonly unknown[], compute: () => T): T {
  const last = useRef<{ readonly key: readonly unknown[]; readonly value: T }>(undefined);
  const before = last.current;
  if (before && before.key.length === key.length && before.key.every((item, index) => item === key[index]))
    return before.value;
  const value = compute();
  last.current = { key, value };
  return value;
}
