import { describe, expect, it } from "vitest";
import { CrossbedError, exitStatusOf, invalidInput } from "../../../base/errors.ts";

describe("CrossbedError", () => {
  it("says where, what and what to do, in this order, and keeps its cause", () => {
    const cause = new Error("ENOENT");
    const error = new CrossbedError("unreachable", "no answer.", { where: "host1", hint: "Is it up?", cause });
    expect(error.message).toBe("host1: no answer. Is it up?");
    expect(error.cause).toBe(cause);
  });

  it("has an exit status that scripts can rely on; anything else is 1", () => {
    expect(exitStatusOf(new CrossbedError("held", "held."))).toBe(5);
    expect(exitStatusOf(new Error("?"))).toBe(1);
  });
});

describe("invalidInput", () => {
  it("lists every problem with its path and says that nothing was touched", () => {
    const error = invalidInput("stacks/x.yaml", [
      { path: "layout", message: "is 7core; allowed: 6core." },
      { path: "platform", message: "is missing." },
    ]);
    expect(error.message).toBe(
      "stacks/x.yaml: 2 problems; nothing has been changed.\n  layout: is 7core; allowed: 6core.\n  platform: is missing.",
    );
    expect(error.code).toBe("invalid_input");
  });
});
