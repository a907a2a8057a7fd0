import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { consentArguments } from "../../../cli/consent.ts";

describe("consentArguments", () => {
  it("lets Pulumi ask at a terminal", () => {
    expect(consentArguments({}, true)).toEqual([]);
  });

  it("asks nobody after --yes", () => {
    expect(consentArguments({ yes: true }, false)).toEqual(["--yes", "--skip-preview"]);
  });

  it("refuses where nobody can be asked, and names --yes", () => {
    expect(() => consentArguments({}, false)).toThrow(
      new CrossbedError("invalid_input", "there is no terminal to ask for consent; nothing has been changed.", {
        hint: "Add --yes.",
      }),
    );
  });
});
