/** @file The lessons to choose from. */
import { lessons } from "../../core/lessons/index.ts";
import type { LabActions } from "../../store/labState.ts";
import { useActions, useLab } from "../LabContext.tsx";
import "../styles/lessons.css";

/** At its first step, which stands at the top of the page. */
export function openLesson(actions: LabActions, id: string): void {
  actions.changeView({ lesson: `${id}.1` });
  document.querySelector(".lab-main")?.scrollIntoView();
}

export function LessonList() {
  const open = useLab((state) => state.view.lesson.split(".")[0]);
  const actions = useActions();
  return (
    <>
      <div className="card-head">
        <h2>Lessons</h2>
        <span className="note">about five minutes each; they drive this lab</span>
      </div>
      <ul className="lesson-list">
        {lessons.map(({ id, title, about }) => (
          <li key={id}>
            <button
              type="button"
              className="experiment"
              aria-pressed={open === id}
              onClick={() => openLesson(actions, id)}
            >
              <strong>{title}</strong>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
