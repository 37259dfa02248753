/** @file Files dropped anywhere on the page are opened. */
import { useEffect, useState } from "react";
import { droppedFiles } from "../droppedFiles.ts";
import { useActions } from "../LabContext.tsx";

export function DropZone() {
  const [over, setOver] = useState(false);
  const actions = useActions();
  useEffect(() => {
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      void actions.openFiles(droppedFiles(event.dataTransfer));
    };
    document.addEventListener("dragover", drag);
    document.addEventListener("dragleave", leave);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", drag);
      document.removeEventListener("dragleave", leave);
      document.removeEventListener("drop", drop);
    };
  }, [actions]);
  return over ? (
    <div className="drop-veil">
      Drop runs (JSON), tables (CSV, JSON, NASBench-101 records) or images (CIFAR-10, IDX)
    </div>
  ) : null;
}
