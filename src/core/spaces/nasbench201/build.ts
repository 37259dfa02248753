/**
 * @file The NAS-Bench-201 network (section 2 and figure 1 of https://arxiv.org/abs/2001.00326): stem conv3x3-BN; three stages of
 * cells at C, 2C and 4C channels with a residual reduction block between; BN-ReLU; global average pool; linear. Operations are
 * ReLU-Conv-BN. What is shared is decided by the names alone.
 */
import { batchNorm, conv, convParameter, NetworkBuilder } from "../../network/builder.ts";
import { pushClassifier } from "../../network/classifier.ts";
import type { Network, Shape, ValueId, WeightView } from "../../network/network.ts";
import { droppedCell, droppedOperation } from "../../network/pathDropout.ts";
import { splitNetwork } from "../../network/split.ts";
import type { NetworkRecipe } from "../../recipe.ts";
import type { Architecture } from "../space.ts";
import { edges, type Operation201, operationOn } from "./encoding.ts";

export const splitEdge = 5;
const stages = 3;

export function build(
  architecture: Architecture,
  recipe: NetworkRecipe,
  input: Shape,
  classes: number,
): Network {
  const network = buildOver(
    (_, edge, source, apply) => apply(operationOn(architecture, edge), source),
    recipe,
    input,
    classes,
  );
  return recipe.split ? splitNetwork(network, architecture[splitEdge] as number) : network;
}

/**
 * What sits on edge number `edge`, whose source node has the value `source`; `undefined` where it adds nothing.
 * @param apply the value of an operation on this edge; `undefined` for none
 */
type EdgeBuilder = (
  builder: NetworkBuilder,
  edge: number,
  source: ValueId,
  apply: (operation: Operation201, input: ValueId) => ValueId | undefined,
) => ValueId | undefined;

/** The network whose cells carry on their edges what `onEdge` puts there. */
export function buildOver(
  onEdge: EdgeBuilder,
  recipe: NetworkRecipe,
  input: Shape,
  classes: number,
): Network {
  const builder = new NetworkBuilder(input);
  const convolved = (from: ValueId, weight: WeightView, stride = 1): ValueId =>
    builder.push(conv(from, weight, { stride }));
  const norm = (from: ValueId, name: string): ValueId =>
    builder.push(batchNorm(from, name, builder.shape(from).channels, recipe.affine));
  const relu = (from: ValueId): ValueId => builder.push({ op: "relu", input: from });
  const full = (name: string, k: number, from: number, to: number): WeightView => ({
    parameter: convParameter(name, k, from, to),
  });

  const cell = (from: ValueId, name: string): ValueId => {
    const nodes: ValueId[] = [from];
    const rectified = new Map<ValueId, ValueId>();
    const reluOnce = (value: ValueId): ValueId => {
      const known = rectified.get(value) ?? relu(value);
      rectified.set(value, known);
      return known;
    };
    const term = (edge: number, operation: Operation201, source: ValueId): ValueId | undefined => {
      const { from: i, to: j } = edges[edge] as (typeof edges)[number];
      if (operation === "none") return undefined;
      if (operation === "skip_connect") return source;
      let value: ValueId;
      if (operation === "avg_pool_3x3")
        value = builder.push({ op: "avgPool", input: source, size: 3, stride: 1 });
      else {
        const { slot, shared } = placeOf(recipe.placement, name, i, j);
        const width = builder.shape(source).channels;
        const weight = kernel(slot, operation === "nor_conv_3x3" ? 3 : 1, width, recipe.nestedKernels);
        // WSBN gives each source a norm of its own where several share the operation.
        const perInput = shared && recipe.normPerInput ? `/from${i}` : "";
        const nested = recipe.nestedKernels && recipe.nestedSharing === "all";
        const normed = nested ? "nor_conv_3x3" : operation;
        value = norm(convolved(reluOnce(source), weight), `${slot}/${normed}/norm${perInput}`);
      }
      return droppedOperation(builder, recipe, value);
    };
    for (let node = 1; node < 4; node++) {
      const terms = edges.flatMap((edge, index) => {
        if (edge.to !== node) return [];
        const source = nodes[edge.from] as ValueId;
        return onEdge(builder, index, source, (operation, value) => term(index, operation, value)) ?? [];
      });
      if (terms.length === 0) nodes.push(builder.push({ op: "zero", shape: builder.shape(from) }));
      else
        nodes.push(terms.length === 1 ? (terms[0] as ValueId) : builder.push({ op: "add", inputs: terms }));
    }
    return nodes[3] as ValueId;
  };

  const reduction = (from: ValueId, name: string, channels: number): ValueId => {
    const width = builder.shape(from).channels;
    const first = norm(convolved(relu(from), full(`${name}/conv1`, 3, width, channels), 2), `${name}/norm1`);
    const second = norm(
      convolved(relu(first), full(`${name}/conv2`, 3, channels, channels)),
      `${name}/norm2`,
    );
    const pooled = builder.push({ op: "avgPool", input: from, size: 2, stride: 2 });
    const shortcut = convolved(pooled, full(`${name}/shortcut`, 1, width, channels));
    return builder.push({ op: "add", inputs: [second, shortcut] });
  };

  let value = norm(convolved(0, full("stem/conv", 3, input.channels, recipe.channels)), "stem/norm");
  for (let stage = 0; stage < stages; stage++) {
    const channels = recipe.channels * 2 ** stage;
    if (stage > 0) value = reduction(value, `reduction${stage}`, channels);
    for (let index = 0; index < recipe.cells; index++) {
      value = cell(value, `stage${stage}/cell${index}`);
      value = droppedCell(builder, recipe, value, stage * recipe.cells + index, stages * recipe.cells);
    }
  }
  pushClassifier(builder, relu(norm(value, "head/norm")), classes, recipe.headDropout);
  return builder.finish();
}

/**
 * Prefix of the names of what sits on edge i → j of a cell, and whether other edges may share it. On a node, all edges into it do.
 * By slots, the cell's input has a slot of its own in every node and the inner nodes share one: only the last node has two of those.
 */
function placeOf(
  placement: NetworkRecipe["placement"],
  cell: string,
  i: number,
  j: number,
): { readonly slot: string; readonly shared: boolean } {
  if (placement === "node") return { slot: `${cell}/node${j}`, shared: true };
  if (placement === "slot" && i > 0 && j === 3) return { slot: `${cell}/node${j}/inner`, shared: true };
  return { slot: `${cell}/${i}-${j}`, shared: false };
}

/** OFA keeps only the 3×3: the 1×1 is its center times a learned 1×1 matrix (section 3 of https://arxiv.org/abs/1908.09791). */
function kernel(slot: string, side: number, channels: number, nested: boolean): WeightView {
  const own = `${slot}/nor_conv_${side}x${side}`;
  if (!nested || side === 3) return { parameter: convParameter(own, side, channels, channels) };
  return {
    parameter: convParameter(`${slot}/nor_conv_3x3`, 3, channels, channels),
    center: {
      side,
      transform: { name: `${own}/transform`, shape: [1, 1], init: { kind: "identity" } },
    },
  };
}
