/** @file What this lab is, in half a minute, and the keys; from here to the map of the field and the tour. */
import { isPanelShown } from "../../core/linkView.ts";
import { Dialog } from "../dialogs/Dialog.tsx";
import { useLab } from "../LabContext.tsx";

interface HelpDialogProps {
  readonly onClose: () => void;
  /** Close the help, and show these. */
  readonly onMap: () => void;
  readonly onTour: () => void;
}

export default function HelpDialog({ onClose, onMap, onTour }: HelpDialogProps) {
  const hasLessons = useLab(({ view }) => isPanelShown(view, "try"));
  return (
    <Dialog title="What is this?" onClose={onClose}>
      <section>
        <p>
          Neural architecture search must compare thousands of networks. Training each one alone takes far too
          long, so many methods train a single <strong>super-net</strong> that contains all of them and shares
          its weights. To judge an architecture, only its path through the super-net is switched on.
        </p>
        <p style={{ marginTop: 8 }}>
          That is only useful if the super-net <em>ranks</em> architectures like stand-alone training does.
          This lab trains a super-net here, in your browser, and shows all the time how well its ranking
          agrees with measured stand-alone accuracies. Turn the knobs and see what helps.
        </p>
        <div className="button-row">
          <button type="button" className="button" onClick={onTour}>
            Tour of five stops
          </button>
          <button type="button" className="button" onClick={onMap}>
            Map of the field
          </button>
          {hasLessons && (
            <button
              type="button"
              className="button"
              onClick={() => {
                onClose();
                const lessons = document.getElementById("panel-try");
                lessons?.scrollIntoView();
                lessons?.focus({ preventScroll: true });
              }}
            >
              Lessons
            </button>
          )}
        </div>
      </section>
      <section>
        <h3>How to read the numbers</h3>
        <p>
          <strong>S-KdT</strong> (sparse Kendall tau) is near 1 when the super-net orders all pairs of
          architectures like stand-alone training, 0 when it guesses, and below 0 when it prefers the worse
          ones. Stand-alone accuracies are rounded to the threshold first, since finer differences are noise;
          what ties then keeps even the true order a little below 1. <strong>Kendall τ</strong> is the same
          without a threshold; <strong>Spearman ρ</strong> correlates the ranks themselves.
        </p>
      </section>
      <section>
        <h3>Keys</h3>
        <dl className="keys">
          <dt>
            <kbd>space</kbd>
          </dt>
          <dd>start or pause</dd>
          <dt>
            <kbd>.</kbd>
          </dt>
          <dd>train one batch, then pause</dd>
          <dt>
            <kbd>Shift</kbd> <kbd>R</kbd>
          </dt>
          <dd>restart with the same seed</dd>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>this help</dd>
        </dl>
      </section>
      <section>
        <h3>Source</h3>
        <p>
          Yu, Ranftl and Salzmann,{" "}
          <a href="https://arxiv.org/abs/2110.01154" target="_blank" rel="noreferrer">
            An Analysis of Super-Net Heuristics in Weight-Sharing NAS
          </a>
          , TPAMI 2021. All numbers on this page are measured here; what the paper reports is always named as
          such.
        </p>
      </section>
    </Dialog>
  );
}
