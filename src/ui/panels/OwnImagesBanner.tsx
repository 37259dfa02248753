/** @file A user's own images: while they are packed, while a half is missing, and while a run trains on them. */
import { isLocked } from "../../core/linkView.ts";
import { describeOwn, ownImagesOf } from "../../core/ownImagesId.ts";
import { useActions, useLab } from "../LabContext.tsx";
import { Banner } from "./Banner.tsx";

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

export default function OwnImagesBanner() {
  const { reading, half } = useLab((state) => state.ownImages);
  const actions = useActions();
  return (
    <>
      {reading && (
        <Banner kind="note">
          <div className="import-reading">
            <span>
              Reading {reading.name}:{" "}
              {reading.bytes >= reading.size
                ? "packing the images"
                : `${megabytes(reading.bytes)} of ${megabytes(reading.size)} MB`}
            </span>
            <progress
              aria-label={`Reading ${reading.name}`}
              max={reading.size}
              {...(reading.bytes < reading.size && { value: reading.bytes })}
            />
            <button type="button" className="link-button" onClick={actions.leaveImages}>
              Stop
            </button>
          </div>
        </Banner>
      )}
      {half && (
        <Banner kind="warning">
          {half.message}: drop it here, too.{" "}
          <button type="button" className="link-button" onClick={actions.leaveImages}>
            Leave it
          </button>
        </Banner>
      )}
      <Trained />
    </>
  );
}

function Trained() {
  const id = useLab((state) => state.config.dataset);
  const set = useLab((state) => state.ownImages.opened.get(id));
  const isReading = useLab((state) => state.ownImages.reading !== undefined);
  const isMissing = useLab((state) => state.run?.failure?.kind === "bad-data");
  const isRecorded = useLab((state) => state.isRecorded);
  const isKeepingOff = useLab((state) => state.keeping.status === "off");
  const isFixed = useLab((state) => isLocked(state.view, "dataset"));
  const actions = useActions();
  const own = ownImagesOf(id);
  if (!own) return null;
  const { height, width } = own.shape;
  const canResize = set && !isReading && (set.isHalved || (height % 2 === 0 && width % 2 === 0));
  return (
    <Banner kind="note">
      {isRecorded ? "This run trained on own images: " : isMissing ? "Chosen are your " : "Trains on your "}
      {describeOwn(own)}. {set?.notes.join(" ")}{" "}
      {set
        ? set.isKept && !isKeepingOff
          ? "They are kept in this browser alone (its cache storage) and sent nowhere."
          : "They stay in the memory of this page: nothing is kept, so open them again after a reload."
        : isRecorded && "They are not in its file; to train anew, drop them here."}{" "}
      <span className="banner-actions">
        {canResize && (
          <button type="button" className="link-button" onClick={() => void actions.resizeImages()}>
            {set.isHalved
              ? `Train on whole images, ${2 * height}×${2 * width}`
              : `Halve them to ${height / 2}×${width / 2}, about four times as fast`}
          </button>
        )}
        {!isFixed && (
          <button type="button" className="link-button" onClick={actions.useLabImages}>
            Back to the lab’s images
          </button>
        )}
      </span>
    </Banner>
  );
}
