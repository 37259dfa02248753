/** @file Counts what the page hands to its graphics devices: an engine that computed elsewhere would hand over nothing. */

/** Calls so far. */
export interface Handed {
  /** Submissions to WebGPU queues. */
  readonly webgpu: number;
  /** Draws of WebGL contexts. */
  readonly webgl: number;
}

let webgpu = 0;
let webgl = 0;

const { submit } = GPUQueue.prototype;
GPUQueue.prototype.submit = function (buffers) {
  webgpu++;
  return submit.call(this, buffers);
};

const { drawElements } = WebGL2RenderingContext.prototype;
WebGL2RenderingContext.prototype.drawElements = function (...details) {
  webgl++;
  drawElements.apply(this, details);
};

export const handed = (): Handed => ({ webgpu, webgl });
