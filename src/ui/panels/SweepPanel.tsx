/** @file A study on the page: what varies, how it goes, and what came out. */
import { useLab } from "../LabContext.tsx";
import { SweepForm } from "./SweepForm.tsx";
import { SweepProgress } from "./SweepProgress.tsx";
import { SweepResults } from "./SweepResults.tsx";
import "../styles/sweep.css";

export default function SweepPanel() {
  const sweep = useLab((state) => state.sweep);
  if (!sweep) return <SweepForm />;
  return (
    <>
      <SweepProgress sweep={sweep} />
      <SweepResults sweep={sweep} />
    </>
  );
}
