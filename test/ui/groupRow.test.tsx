/** @file The row of seeds of one configuration: of those that are shown. */
import { expect, it } from "vitest";
import { noFigures } from "../../src/store/figures.ts";
import { GroupRow } from "../../src/ui/panels/GroupRow.tsx";
import { seedGroups } from "../../src/ui/seedGroups.ts";
import { openFakeLab } from "../store/fakeLab.ts";
import { wordsOf } from "./rendered.tsx";

it("leaves seeds that are hidden out of mean and range, as the charts do, and says so", async () => {
  const lab = await openFakeLab();
  lab.actions.addSeeds(lab.store.getState().active ?? "", 2);
  const { listed } = lab.store.getState();
  const rowOf = (hidden: number): string => {
    const members = listed.map(({ entry }, index) => ({
      entry: { ...entry, isHidden: index < hidden },
      figures: { ...noFigures, meanSuperNet: (index + 1) / 10 },
    }));
    const [group] = seedGroups(members);
    if (!group) throw new Error("no group");
    const row = { members: group.members, name: "the default", groups: [group], isOpen: false };
    return wordsOf(
      lab,
      <table>
        <GroupRow {...row} onToggle={() => {}} />
      </table>,
    );
  };
  expect(rowOf(0)).toMatch(/mean of 0 of 3 seeds .* 20\.0 %/);
  expect(rowOf(1)).toMatch(/mean of 0 of 2 seeds, 1 hidden .* 25\.0 %/);
});
