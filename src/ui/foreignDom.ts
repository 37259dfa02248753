/**
 * @file Keeps the page alive and its numbers true where something else rewrites its text. Browsers that translate a page put elements in
 * the place of its text nodes; React goes on writing to the nodes it knows, which nobody sees any more, and fails when it removes them
 * (https://github.com/facebook/react/issues/11538). Here what is written to a replaced text node is copied to what stands in its place,
 * untranslated rather than out of date, and removing it removes that.
 */

/** What stands in the place of a text node. */
const substitutes = new WeakMap<Node, ChildNode>();

/** From now on, for all text under `root`. */
export function surviveForeignDom(root: Node): void {
  const texts = new MutationObserver((records) => {
    for (const { target } of records) {
      const substitute = substitutes.get(target);
      if (substitute && substitute.textContent !== target.nodeValue)
        substitute.textContent = target.nodeValue;
    }
  });
  const register = (records: readonly MutationRecord[]): void => {
    for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records)
      for (const removed of removedNodes) {
        if (removed.nodeType !== Node.TEXT_NODE || removed.isConnected) continue;
        const substitute = [...addedNodes, previousSibling, nextSibling].find(isForeign);
        if (!substitute) continue;
        substitutes.set(removed, substitute);
        texts.observe(removed, { characterData: true });
      }
  };
  const tree = new MutationObserver(register);
  tree.observe(root, { childList: true, subtree: true });

  const { removeChild, insertBefore } = Node.prototype;
  /** Where `node` is in the tree, or what stands in its place. */
  const placeOf = (node: Node): Node => {
    if (!node.parentNode) register(tree.takeRecords());
    return node.parentNode ? node : (substitutes.get(node) ?? node);
  };
  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    if (child.parentNode === this) return removeChild.call(this, child) as T;
    const place = placeOf(child);
    place.parentNode?.removeChild(place);
    return child;
  };
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Node | null): T {
    if (!before || before.parentNode === this) return insertBefore.call(this, node, before) as T;
    const place = placeOf(before);
    return insertBefore.call(this, node, place.parentNode === this ? place : null) as T;
  };
}

/** The element that translators put in; the page has none of its own. */
const isForeign = (node: Node | null): node is ChildNode =>
  node instanceof Element && node.localName === "font";
