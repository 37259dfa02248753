/** @file What a drop brings: files, and folders by their name, which a page would else take for files that cannot be read. */
import type { DroppedFolder } from "../store/fileImport.ts";

/** Must be called while the event is handled: afterwards the list is empty. */
export function droppedFiles({ items, files }: DataTransfer): (File | DroppedFolder)[] {
  const folders = new Set<string>();
  for (const item of items) {
    const entry = item.kind === "file" ? item.webkitGetAsEntry() : null;
    if (entry?.isDirectory) folders.add(entry.name);
  }
  return [...files].map((file) => (folders.has(file.name) ? { folder: file.name } : file));
}
