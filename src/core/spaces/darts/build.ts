/**
 * @file The DARTS network (section 3.1.1 of https://arxiv.org/abs/1806.09055; cnn/model.py of https://github.com/quark0/darts): stem
 * conv3x3-BN with three times the channels; n normal cells, a reduction cell, n, a reduction cell, n; global average pool; linear.
 * That is 3n + 2 cells with the reductions at one and two thirds, as DARTS has them (n = 6: the 20 cells of the paper). A reduction
 * cell halves the image and doubles the channels. A cell's output joins its four inner nodes, so it is four times as wide as a node.
 */
import { NetworkBuilder } from "../../network/builder.ts";
import { pushClassifier } from "../../network/classifier.ts";
import type { Network, Shape, ValueId } from "../../network/network.ts";
import { droppedCell, droppedOperation } from "../../network/pathDropout.ts";
import type { NetworkRecipe } from "../../recipe.ts";
import type { Architecture } from "../space.ts";
import { type DartsOperation, decode, innerNodes, inputNodes, operations } from "./encoding.ts";
import { DartsOperations } from "./operation.ts";

const stages = 3;
const stemMultiplier = 3;

/** What surrounds a cell. */
interface Site {
  readonly name: string;
  readonly channels: number;
  readonly reduces: boolean;
  /** Whether the cell before reduces, so that the two inputs differ in size. */
  readonly afterReduction: boolean;
}

/** Of the operations on an earlier node. */
export const strideOf = ({ reduces }: Site, from: number): 1 | 2 => (reduces && from < inputNodes ? 2 : 1);

export function build(
  architecture: Architecture,
  recipe: NetworkRecipe,
  input: Shape,
  classes: number,
): Network {
  const [normal, reduction] = decode(architecture);
  return buildOver(
    (node, site, apply) => {
      const edges = (site.reduces ? reduction : normal)[node - inputNodes]!;
      return edges.map(({ from, operation }, slot) => apply(operations[operation]!, from, slot));
    },
    recipe,
    input,
    classes,
  );
}

/**
 * The values that node number `node` of a cell adds.
 * @param apply an operation on an earlier node, or on `input` in its place; `slot` is the operation's place among the node's two
 */
type NodeBuilder = (
  node: number,
  site: Site,
  apply: (operation: DartsOperation, from: number, slot: number, input?: ValueId) => ValueId,
  values: readonly ValueId[],
  builder: NetworkBuilder,
) => readonly ValueId[];

/** The network whose nodes add what `onNode` says. */
export function buildOver(
  onNode: NodeBuilder,
  recipe: NetworkRecipe,
  input: Shape,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  const ops = new DartsOperations(builder, recipe);
  let before = ops.convNorm(0, "stem", 3, stemMultiplier * recipe.channels);
  let last = before;
  const cells = stages * recipe.cells + stages - 1;
  let count = 0;
  let afterReduction = false;
  const append = (reduces: boolean, stage: number): void => {
    const site = { name: `cell${count}`, channels: recipe.channels * 2 ** stage, reduces, afterReduction };
    const output = pushCell(builder, ops, recipe, onNode, site, before, last);
    [before, last] = [last, droppedCell(builder, recipe, output, count, cells)];
    count++;
    afterReduction = reduces;
  };
  for (let stage = 0; stage < stages; stage++) {
    if (stage > 0) append(true, stage);
    for (let index = 0; index < recipe.cells; index++) append(false, stage);
  }
  pushClassifier(builder, last, classes, recipe.headDropout);
  return builder.finish();
}

/**
 * One cell over the outputs of the two before. On edges, weights belong to (cell, earlier node, node, operation); on nodes, both
 * edges into a node share the weights of an operation; by slots, only what takes the lower input (slot 0) or the higher one (slot 1)
 * of a node is shared, by whatever earlier nodes come there. WSBN then keeps a norm per earlier node.
 */
function pushCell(
  builder: NetworkBuilder,
  ops: DartsOperations,
  recipe: NetworkRecipe,
  onNode: NodeBuilder,
  site: Site,
  before: ValueId,
  last: ValueId,
): ValueId {
  const { name, channels, afterReduction } = site;
  const first = `${name}/preprocess0`;
  const values: ValueId[] = [
    afterReduction
      ? ops.factorizedReduce(before, first, channels)
      : ops.reluConvNorm(before, first, channels),
    ops.reluConvNorm(last, `${name}/preprocess1`, channels),
  ];
  for (let node = inputNodes; node < inputNodes + innerNodes; node++) {
    const apply: Parameters<NodeBuilder>[2] = (operation, from, slot, input = values[from]!) => {
      const place = {
        edge: `${name}/${from}-${node}`,
        node: `${name}/node${node}`,
        slot: `${name}/node${node}/slot${slot}`,
      }[recipe.placement];
      const value = ops.apply(operation, input, {
        name: place,
        input: recipe.placement !== "edge" && recipe.normPerInput ? `/from${from}` : "",
        stride: strideOf(site, from),
      });
      // DARTS drops paths but never a plain identity.
      return value === input ? value : droppedOperation(builder, recipe, value);
    };
    const terms = onNode(node, site, apply, values, builder);
    values.push(terms.length === 1 ? terms[0]! : builder.push({ op: "add", inputs: terms }));
  }
  return builder.push({ op: "concat", inputs: values.slice(inputNodes) });
}
