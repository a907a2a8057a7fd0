import { expect, test } from "vitest";
import { packAddresses, sendParameters, socketOptions } from "../../../../../workloads/ss7/sctp/options.ts";

test("packAddresses · lays out one sockaddr_in after another", () => {
  expect(packAddresses(["10.77.1.13", "192.168.0.1"], 2905).toString("hex")).toBe(
    "02000b590a4d010d0000000000000000" + "02000b59c0a800010000000000000000",
  );
});

test("sendParameters · puts the stream first and M3UA's payload protocol in network order", () => {
  expect(sendParameters(1).toString("hex")).toBe(
    "0100000000000000" + "00000003" + "0000000000000000" + "000000000000000000000000",
  );
});

test("socketOptions · have the sizes of the kernel's structures", () => {
  // <linux/sctp.h>: int, sctp_rtoinfo, sctp_assocparams, sctp_paddrparams, sctp_sndrcvinfo.
  expect(socketOptions().map(([name, value]) => [name, value.length])).toEqual([
    [3, 4],
    [0, 16],
    [1, 20],
    [9, 156],
    [10, 32],
  ]);
});
