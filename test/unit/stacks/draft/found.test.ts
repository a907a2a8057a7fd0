import { describe, expect, it } from "vitest";
import { parseFound } from "../../../../stacks/draft/found.ts";

const answer = `virtual\tnone
card\teth0\t00:1b:21:00:00:01\teth0\t10000\tixgbe
card\teth1\t00:1b:21:00:00:02\tbr-lan\t-1\tigb
card\teth2\t00:1b:21:00:00:03\teth2\t\t
address\teth0\t192.0.2.11/24
address\teth0\t198.51.100.11/26
address\tbr-lan\t203.0.113.5/24
lun\t600140500000000000000000000000a2\t4294967296\t2\text4\tmail\tyes
lun\t600140500000000000000000000000a1\t1073741824\t1\t\t\tno
lun\tnot-a-wwid\t1\t1\t\t\tno
boot-entry\tDebian GNU/Linux
bmc\t192.0.2.111
`;

describe("parseFound", () => {
  it("reads what a host says, a card with the addresses of the bridge that it is in", () => {
    expect(parseFound("192.0.2.11", answer)).toEqual({
      virtual: "none",
      cards: [
        {
          name: "eth0",
          mac: "00:1b:21:00:00:01",
          addresses: ["192.0.2.11/24", "198.51.100.11/26"],
          words: "eth0, 10000 Mbit/s, ixgbe",
        },
        { name: "eth1", mac: "00:1b:21:00:00:02", addresses: ["203.0.113.5/24"], words: "eth1, igb" },
        { name: "eth2", mac: "00:1b:21:00:00:03", addresses: [], words: "eth2" },
      ],
      disks: [
        { wwid: "600140500000000000000000000000a1", bytes: 2 ** 30, paths: 1, content: "", isMounted: false },
        { wwid: "600140500000000000000000000000a2", bytes: 2 ** 32, paths: 2, content: "ext4 mail", isMounted: true },
      ],
      bootEntries: ["Debian GNU/Linux"],
      bmc: "192.0.2.111",
    });
  });

  it("takes a BMC without an address for none", () => {
    expect(parseFound("h", "bmc\t0.0.0.0\n").bmc).toBeNull();
    expect(parseFound("h", "bmc\t\n").bmc).toBeNull();
  });

  it.each(["lun\t600140500000000000000000000000a1\tmany\t1\t\t\tno", "card\teth0", "hello"])(
    "refuses a line that the script does not print: %s",
    (line) => {
      expect(() => parseFound("192.0.2.11", line)).toThrow("192.0.2.11: its answer is malformed");
    },
  );
});
