/** @file What comes from earlier: a sweep that another page left, and a run that is trained again as it went. */
import { StoryBanner } from "./StoryBanner.tsx";
import { SweepBanner } from "./SweepBanner.tsx";

export default function EarlierNotes() {
  return (
    <>
      <SweepBanner />
      <StoryBanner />
    </>
  );
}
