import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const pages = [
  ...readdirSync("."),
  ...["docs", "components"].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" }).map((file) => join(room, file)),
  ),
].filter((file) => file.endsWith(".md"));

describe("documentation", () => {
  it.each(pages)("%s has no dead link", (page) => {
    const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target]) => target ?? "",
    );
    const dead = links.filter((target) => !target.includes("://") && !existsSync(join(dirname(page), target)));
    expect(dead).toEqual([]);
  });

  it("names only rooms that exist", () => {
    const rooms = [...readFileSync("docs/architecture.md", "utf8").matchAll(/^\| `([a-z/]+)\/`/gm)].map(
      ([, room]) => room ?? "",
    );
    expect(rooms.length).toBeGreaterThan(5);
    expect(rooms.filter((room) => !existsSync(room))).toEqual([]);
  });
});
