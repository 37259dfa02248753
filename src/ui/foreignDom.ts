/**
 * @file Keeps the page alive and its numbers true where something else rewrites its text. Translators and extensions put elements in the
 * place of text nodes, around them, or cut them up; React goes on writing to the nodes it knows, which nobody sees any more or which are
 * only a part of what is seen, and fails when it removes them (https://github.com/facebook/react/issues/11538). Here what is written to
 * such a node is what is seen, unmarked rather than out of date, and removing it removes all that stands in its place.
 */

/** What stands in the place of a text node, or behind what is left of it. */
const substitutes = new WeakMap<Node, readonly ChildNode[]>();

/** From now on, for all text under `root`. */
export function surviveForeignDom(root: Node): void {
  const { removeChild, insertBefore } = Node.prototype;
  const register = (records: readonly MutationRecord[]): void => {
    for (const record of records)
      if (record.type === "characterData") registerText(record.target as Text, record.oldValue ?? "");
      else
        for (const removed of record.removedNodes)
          if (removed instanceof Text) registerRemoved(removed, record);
  };
  const registerRemoved = (
    removed: Text,
    { addedNodes, previousSibling, nextSibling }: MutationRecord,
  ): void => {
    if (removed.isConnected) return;
    const added = [...addedNodes].filter(isForeign);
    const found = added.length > 0 ? added : putBeside(removed, previousSibling, nextSibling);
    if (found.length === 0) return;
    substitutes.set(removed, found);
    texts.observe(removed, { characterData: true });
  };
  /** A text that somebody cut up holds the beginning of what it held; one that the page wrote holds all. */
  const registerText = (text: Text, before: string): void => {
    const now = text.data;
    const behind = foreignBehind(text);
    const rest = behind.map((node) => node.textContent).join("");
    if (now.length < before.length && before === now + rest) substitutes.set(text, behind);
    else show(text);
  };
  /** What the page wrote to a node stands where its text is seen. */
  const show = (text: Text): void => {
    const [first, ...others] = substitutes.get(text) ?? [];
    if (!first) return;
    for (const other of text.isConnected ? [first, ...others] : others) other.remove();
    if (text.isConnected) substitutes.delete(text);
    else {
      if (first.textContent !== text.data) first.textContent = text.data;
      substitutes.set(text, [first]);
    }
  };
  const texts = new MutationObserver((records) => {
    for (const { target } of records) if (!target.isConnected) show(target as Text);
  });
  const tree = new MutationObserver(register);
  tree.observe(root, { childList: true, subtree: true, characterData: true, characterDataOldValue: true });

  /** Where a node is seen under `parent`: itself, what stands in its place, or what was put around it. */
  const placeOf = (node: Node, parent: Node): Node | undefined => {
    let place: Node | null = node.parentNode ? node : (substitutes.get(node)?.[0] ?? null);
    while (place && place.parentNode !== parent) place = place.parentNode;
    return place ?? undefined;
  };
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    register(tree.takeRecords());
    for (const substitute of substitutes.get(child) ?? []) substitute.remove();
    substitutes.delete(child);
    if (child.parentNode === this) return removeChild.call(this, child) as T;
    const around = placeOf(child, this);
    child.parentNode?.removeChild(child);
    // What was put around it alone is nothing without it.
    if (around && around !== child && isForeign(around) && !around.textContent) around.remove();
    return child;
  };
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Node | null): T {
    if (!before || before.parentNode === this) return insertBefore.call(this, node, before) as T;
    register(tree.takeRecords());
    return insertBefore.call(this, node, placeOf(before, this) ?? null) as T;
  };
}

/** What was put beside a text before that was removed: nodes that together say the same, else one that says it otherwise. */
function putBeside(removed: Text, before: Node | null, behind: Node | null): ChildNode[] {
  const found: ChildNode[] = [];
  let told = "";
  for (let node = before; isForeign(node) && told.length < removed.length; node = node.previousSibling) {
    found.unshift(node);
    told = (node.textContent ?? "") + told;
    if (told === removed.data) return found;
  }
  return [before, behind].filter(isForeign).slice(0, 1);
}

/** The nodes behind a text, up to the next one that is the page's own. */
function foreignBehind(text: Text): ChildNode[] {
  const found: ChildNode[] = [];
  for (let next = text.nextSibling; isForeign(next); next = next.nextSibling) found.push(next);
  return found;
}

/** Whether it is none of the page's own, to which React ties what it knows of them. */
const isForeign = (node: Node | null): node is ChildNode =>
  (node instanceof Element || node instanceof Text) &&
  !Object.keys(node).some((key) => key.startsWith("__reactFiber$"));
