/** @file Which modules a page asks for at once: all that its entry imports, directly or not, except what it imports when it is needed. */

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * Puts them into one file. Otherwise what late parts share with them comes in files of its own, which every page asks for, too, and which
 * no limit of size knows by name.
 */
export function firstLoad(entry: string): (id: string, graph: ModuleGraph) => string | null {
  return (id, graph) => {
    const found = new Set([entry]);
    for (const module of found)
      for (const other of graph.getModuleInfo(module)?.importedIds ?? []) found.add(other);
    return found.has(id) ? "first" : null;
  };
}
