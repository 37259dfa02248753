/**
 * @file The NASBench-101 network (section 2.2 of https://arxiv.org/abs/1902.09635; nasbench/lib/model_builder.py): stem
 * conv3x3-bn-relu; three stacks of cells with a 2×2 max-pool and twice the channels between; global average pool; dense.
 * Operations are conv-bn-relu. Shared per vertex number and operation; projections per vertex.
 */
import { batchNorm, conv, convParameter, NetworkBuilder } from "../../network/builder.ts";
import { pushClassifier } from "../../network/classifier.ts";
import type { Network, Shape, ValueId } from "../../network/network.ts";
import { droppedCell, droppedOperation } from "../../network/pathDropout.ts";
import type { NetworkRecipe } from "../../recipe.ts";
import { hasEdge, operations, sourcesOf, type VertexGraph } from "./graph.ts";
import { printGraph } from "./notation.ts";
import { type Fit, SharedKernels } from "./sharedKernel.ts";
import { vertexWidths } from "./widths.ts";

const stacks = 3;

/** The network of a *pruned* graph. */
export function build(graph: VertexGraph, recipe: NetworkRecipe, input: Shape, classes: number): Network {
  const builder = new NetworkBuilder(input);
  const stem = { parameter: convParameter("stem/conv", 3, input.channels, recipe.channels) };
  let value = builder.push(conv(0, stem));
  value = builder.push(batchNorm(value, "stem/norm", recipe.channels, recipe.affine));
  value = builder.push({ op: "relu", input: value });
  const pushCell = cellBuilder(builder, graph, recipe);
  for (let stack = 0; stack < stacks; stack++) {
    if (stack > 0) value = builder.push({ op: "maxPool", input: value, size: 2, stride: 2 });
    for (let index = 0; index < recipe.cells; index++) {
      value = pushCell(value, `stack${stack}/cell${index}`, recipe.channels * 2 ** stack);
      value = droppedCell(builder, recipe, value, stack * recipe.cells + index, stacks * recipe.cells);
    }
  }
  pushClassifier(builder, value, classes, recipe.headDropout);
  return builder.finish();
}

function cellBuilder(builder: NetworkBuilder, graph: VertexGraph, recipe: NetworkRecipe) {
  const shared = new SharedKernels(recipe, printGraph(graph));
  const last = graph.vertices - 1;

  /** `norm` is `kernel`'s default norm, or one per input configuration. `nested` takes the 1×1 center of `kernel`, a 3×3. */
  const convNormRelu = (
    from: ValueId,
    k: number,
    fit: Fit,
    names: { kernel: string; norm: string; nested?: string },
  ): ValueId => {
    const transform = names.nested && {
      name: names.nested,
      shape: [1, 1],
      init: { kind: "identity" } as const,
    };
    const weight = transform
      ? shared.kernel(names.kernel, 3, fit, { side: k, transform })
      : shared.kernel(names.kernel, k, fit);
    const convolved = builder.push(conv(from, weight));
    const normed = builder.push(shared.norm(convolved, names.norm, names.kernel, fit));
    return builder.push({ op: "relu", input: normed });
  };

  const project = (from: ValueId, vertex: string, outputs: number, widest: number): ValueId => {
    const name = `${vertex}/projection`;
    const fit = { inputs: builder.shape(from).channels, outputs, squared: false, widest };
    return convNormRelu(from, 1, fit, { kernel: name, norm: `${name}/norm` });
  };

  const operate = (from: ValueId, vertex: number, name: string, width: number, widest: number): ValueId => {
    const operation = operations[graph.operations[vertex - 1]!]!;
    if (operation === "maxpool3x3") return builder.push({ op: "maxPool", input: from, size: 3, stride: 1 });
    const k = operation === "conv3x3-bn-relu" ? 3 : 1;
    const own = `${name}/conv${k}x${k}`;
    const perInput = recipe.normPerInput ? `/in${graph.sources[vertex]}` : "";
    const nested = recipe.nestedKernels && k === 1;
    const kernel = nested ? `${name}/conv3x3` : own;
    return convNormRelu(
      from,
      k,
      { inputs: width, outputs: width, squared: true, widest },
      {
        kernel,
        norm: `${recipe.nestedSharing === "all" ? kernel : own}/norm${perInput}`,
        ...(nested && { nested: `${own}/transform` }),
      },
    );
  };

  return (input: ValueId, name: string, channels: number): ValueId => {
    const widths = vertexWidths(graph, builder.shape(input).channels, channels);
    const values: ValueId[] = [input];
    const sum = (terms: readonly ValueId[]): ValueId =>
      terms.length === 1 ? terms[0]! : builder.push({ op: "add", inputs: terms });
    for (let vertex = 1; vertex < last; vertex++) {
      const width = widths[vertex]!;
      const vertexName = `${name}/vertex${vertex}`;
      const terms = sourcesOf(graph, vertex).map((source) => {
        const value = values[source]!;
        if (source === 0) return project(value, vertexName, width, channels);
        return widths[source] === width
          ? value
          : builder.push({ op: "channels", input: value, count: width });
      });
      const value = operate(sum(terms), vertex, vertexName, width, channels);
      values.push(droppedOperation(builder, recipe, value));
    }
    const wired = sourcesOf(graph, last)
      .filter((vertex) => vertex > 0)
      .map((vertex) => values[vertex]!);
    const outputs: ValueId[] = [];
    if (wired.length > 0)
      outputs.push(wired.length === 1 ? wired[0]! : builder.push({ op: "concat", inputs: wired }));
    if (hasEdge(graph, 0, last)) outputs.push(project(input, `${name}/output`, channels, channels));
    return sum(outputs);
  };
}
