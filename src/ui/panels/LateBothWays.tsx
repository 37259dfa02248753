/** @file The place of the comparison of two ways of scoring, which is loaded once there is one. */
import { useLab } from "../LabContext.tsx";
import { Late } from "../Late.tsx";
import { bothWaysPanel } from "../parts.ts";

export function LateBothWays() {
  const isScoredTwice = useLab(
    ({ run }) => run?.rounds.some(({ pairedWith }) => pairedWith !== undefined) ?? false,
  );
  return isScoredTwice ? <Late part={bothWaysPanel} props={{}} /> : null;
}
