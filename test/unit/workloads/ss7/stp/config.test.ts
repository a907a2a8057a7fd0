import { expect, test } from "vitest";
import { stpConfig } from "../../../../../workloads/ss7/stp/config.ts";

test("stpConfig · renders what osmo-stp 2.1.0 was seen to take", () => {
  const config = stpConfig({
    addresses: ["10.77.1.13", "10.77.0.13"],
    port: 2905,
    servers: [
      { name: "cluster-a", pointCode: 101, routingContext: 101 },
      { name: "sim-a-1", pointCode: 201, routingContext: 201 },
    ],
  });
  expect(config).toMatchInlineSnapshot(`
    "log stderr
     logging filter all 1
     logging color 0
     logging print category 1
     logging timestamp 1
     logging level set-all notice
    line vty
     no login
    cs7 instance 0
     network-indicator national
     xua rkm routing-key-allocation static-only
     as cluster-a m3ua
      routing-key 101 0.12.5
      traffic-mode override
      recovery-timeout 2000
     as sim-a-1 m3ua
      routing-key 201 0.25.1
      traffic-mode override
      recovery-timeout 2000
     route-table system
      update route 0.12.5 7.255.7 linkset cluster-a
      update route 0.25.1 7.255.7 linkset sim-a-1
     listen m3ua 2905
      accept-asp-connections dynamic-permitted
      local-ip 10.77.1.13
      local-ip 10.77.0.13
    "
  `);
});
