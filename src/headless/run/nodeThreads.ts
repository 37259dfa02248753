/** @file Training threads of a terminal run, as processes of their own. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Answer } from "../../engine/wasm/threads/orders.ts";
import type { ThreadPort } from "../../engine/wasm/threads/thread.ts";

const viteNode = createRequire(import.meta.url).resolve("vite-node/cli");

export function startNodeThread(): ThreadPort {
  const script = fileURLToPath(new URL("./threadProcess.ts", import.meta.url));
  const child = spawn(process.execPath, [viteNode, script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // Typed arrays pass as they are.
    serialization: "advanced",
  });
  let isEnded = false;
  return {
    post: (order) => void child.send(order),
    listen: (listener) => void child.on("message", (answer) => listener(answer as Answer)),
    onLost(listener) {
      child.on("exit", (code, signal) => {
        if (!isEnded) listener(`a training thread ended (${signal ?? `code ${code}`})`);
      });
      child.on("error", (error) => listener(error.message));
    },
    end() {
      isEnded = true;
      child.kill();
    },
  };
}
