/** @file Training threads of a terminal run, as processes of their own. */
import { spawn } from "node:child_process";
import type { ThreadResponse } from "../../engine/wasm/threads/requests.ts";
import type { ThreadPort } from "../../engine/wasm/threads/thread.ts";
import { builtProgram } from "../packageFiles.ts";

export function startNodeThread(): ThreadPort {
  const child = spawn(process.execPath, [builtProgram("thread")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // Typed arrays pass as they are.
    serialization: "advanced",
  });
  let isEnded = false;
  return {
    post: (request) => void child.send(request),
    onMessage: (listener) => void child.on("message", (response) => listener(response as ThreadResponse)),
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
