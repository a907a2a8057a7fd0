import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { guestVariantOf } from "../../../../components/guest/variants.ts";
import { runScript } from "../../../support/run-script.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-hooks-"));
  for (const folder of ["bin", "state"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "bin/systemctl"), "#!/bin/bash\nexit 3\n");
  chmodSync(join(root, "bin/systemctl"), 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function run(step: string, values: Readonly<Record<string, string>>): Promise<number | undefined> {
  const text = readFileSync(`components/guest/scripts/${step}.sh`, "utf8").replaceAll(
    "/etc/libvirt",
    `${root}/libvirt`,
  );
  const own = `HOST_STATE=${root}/state HOST_RUN=${root}/run\n`;
  return (await runScript({ text: `${own}${text}` }, values, join(root, "bin"))).status;
}

describe("guard.sh", () => {
  it("puts a helper among Crossbed's state or where its path says, for everybody to run, and takes both away again", async () => {
    const program = Buffer.from("#!/bin/bash\n").toString("base64");
    const places = [`${root}/libvirt/hooks/libxl.d/crossbed`, `${root}/state/wake-guest`, `${root}/xen/scripts/vif`];
    const helpers = ["wake-guest", `${root}/xen/scripts/vif`].map((name) => `${name}=${program}`).join(" ");
    expect(await run("guard", { GUARD: program, DRIVER: "libxl", HELPERS: helpers, BOOT_ID: "b" })).toBe(0);
    for (const place of places) expect(readFileSync(place, "utf8")).toBe("#!/bin/bash\n");
    expect(await run("guard-undo", { DRIVER: "libxl", HELPERS: helpers })).toBe(0);
    expect(places.filter((place) => existsSync(place))).toEqual([]);
  });
});

describe("the script of Xen guests' cards", () => {
  it("lies where libvirt's AppArmor profile lets it run, and where the guests' definitions look for it", async () => {
    const { templates, helpers } = await guestVariantOf("xen");
    const path = /<script path="([^"]*)"/u.exec(templates)?.[1] ?? "";
    expect(path).toMatch(/^\/etc\/xen\/scripts\/[a-z-]+$/u);
    expect(Object.keys(helpers)).toContain(path);
  });
});
