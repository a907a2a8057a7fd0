import { expect, it } from "vitest";
import { refusal } from "../../faults/rivals.ts";

it("another clone is refused only by an error in the expected words", () => {
  const said = "crossbed: host1: kvm-6core is not dead: host1 runs cb-a1.";
  expect(refusal("take-over", { status: 5, said }, /is not dead/u)).toEqual([]);
  expect(refusal("take-over", { status: 0, said: "it is not dead" }, /is not dead/u)).toEqual([
    "take-over of another clone was not refused (status 0): it is not dead",
  ]);
  expect(refusal("up", { status: undefined, said: "killed" }, /is not dead/u)).toEqual([
    "up of another clone was not refused (status undefined): killed",
  ]);
});
