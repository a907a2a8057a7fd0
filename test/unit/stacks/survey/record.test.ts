import { describe, expect, it } from "vitest";
import { parseSurvey } from "../../../../stacks/survey/record.ts";

const whole = [
  "lacks-program\tmkfs.gfs2",
  "lacks-module\tdlm",
  "virtualisation\tyes",
  "boot\tno-entry",
  "boot-entry\tDebian GNU/Linux",
  "boot-entry\txen>old",
  "confines\tAppArmor",
  "filters\tnftables",
  "free-mib\t/var/lib/crossbed\t512",
  "mtu\t52:54:00:77:00:0b\t1500",
  "lun\t6001405a11ce0001\t/dev/disk/by-id/wwn-0x6001405a11ce0001\t2\tno\t4294967296\t30",
  "lun-content\t6001405a11ce0001\tTYPE\tgfs2",
  "lun-content\t6001405a11ce0001\tMARK\tcrossbed 1 holds rackabc:kvm u m1,m2",
  "watchdog\tiTCO_wdt",
  "now\t1795407196.349087",
  'lease\t{"version":2}',
].join("\n");

describe("parseSurvey", () => {
  it("reads every line that the script prints", () => {
    expect(parseSurvey("host1", `${whole}\n`)).toEqual({
      lacksPrograms: ["mkfs.gfs2"],
      lacksModules: ["dlm"],
      canVirtualise: true,
      boot: ["no-entry"],
      bootEntries: ["Debian GNU/Linux", "xen>old"],
      confines: ["AppArmor"],
      filters: ["nftables"],
      freeMiB: { "/var/lib/crossbed": 512 },
      mtus: { "52:54:00:77:00:0b": 1500 },
      luns: {
        "6001405a11ce0001": {
          device: "/dev/disk/by-id/wwn-0x6001405a11ce0001",
          paths: 2,
          isMapped: false,
          bytes: 4294967296,
          silentSec: 30,
          content: { TYPE: "gfs2", MARK: "crossbed 1 holds rackabc:kvm u m1,m2" },
        },
      },
      watchdog: "iTCO_wdt",
      nowSec: 1795407196.349087,
      lease: '{"version":2}',
    });
  });

  it("takes what is not said as not known", () => {
    expect(parseSurvey("host1", "")).toMatchObject({
      canVirtualise: null,
      watchdog: null,
      nowSec: null,
      lease: null,
      luns: {},
    });
  });

  it.each([
    "welcome to host1",
    "boot\tsideways",
    "mtu\t52:54:00:77:00:0b\tlarge",
    "lun\tx",
    "lun-content\tx\tCOLOUR\tred\nlun\tx\t/d\t1\tno\t1\t0",
  ])("refuses %j, which the script does not print", (line) => {
    expect(() => parseSurvey("host1", line)).toThrow("host1: its answer is malformed");
  });
});
