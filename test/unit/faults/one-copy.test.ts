import { expect, it } from "vitest";
import { sharedDisks, surplusAnswers } from "../../faults/one-copy.ts";

it("a guest is there twice where two hosts run domains with one disk of the cluster file system", () => {
  const disk = "/crossbed/kvm/guests/host1/cb-a1.qcow2";
  const hosts = { host1: [disk, "/var/lib/seed.img"], host2: ["/var/lib/seed.img", disk] };
  expect(sharedDisks(hosts, "/crossbed/kvm")).toEqual([
    "/crossbed/kvm/guests/host1/cb-a1.qcow2 is the disk of guests that run on host1 and host2",
  ]);
  expect(sharedDisks({ host1: [disk], host2: [] }, "/crossbed/kvm")).toEqual([]);
});

it.each([
  ["Sent 3 probe(s) (3 broadcast(s))\nReceived 3 response(s) (0 request(s), 0 broadcast(s))\n", 0],
  ["Sent 3 probe(s) (3 broadcast(s))\nReceived 5 response(s) (0 request(s), 0 broadcast(s))\n", 2],
  ["Sent 3 probe(s) (3 broadcast(s))\nReceived 0 response(s) (0 request(s), 0 broadcast(s))\n", 0],
])("an address answers for itself and no other: %j", (printed, surplus) => {
  expect(surplusAnswers(`ARPING 10.77.1.21 from 10.77.1.11 br-mgmt\n${printed}`)).toBe(surplus);
});

it("is not known where arping does not say", () => {
  expect(() => surplusAnswers("arping: no such device")).toThrow("arping printed no sums: arping: no such device");
});
