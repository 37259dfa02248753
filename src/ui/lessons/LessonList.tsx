/** @file The lessons to choose from. */
import { lessons } from "../../core/lessons/index.ts";
import { useActions, useLab } from "../LabContext.tsx";
import "../styles/lessons.css";

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
              onClick={() => {
                actions.changeView({ lesson: `${id}.1` });
                document.querySelector(".lab-main")?.scrollIntoView();
              }}
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
