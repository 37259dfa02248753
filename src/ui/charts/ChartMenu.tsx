/** @file The button that saves a chart as a picture; how is loaded when it is pressed. */
import { Boundary } from "../Boundary.tsx";
import { Popover } from "../controls/Popover.tsx";
import { Icon } from "../icons.tsx";
import { Late } from "../Late.tsx";
import type { ChartActionsProps } from "./ChartActions.tsx";
import { chartActions } from "./lateCharts.ts";

export function ChartMenu(props: ChartActionsProps) {
  return (
    <Popover
      label={`Save the ${props.name} as a picture`}
      className="icon-button small"
      button={<Icon name="download" size={16} />}
    >
      <Boundary title="Saving the picture">
        <Late part={chartActions} props={props} />
      </Boundary>
    </Popover>
  );
}
