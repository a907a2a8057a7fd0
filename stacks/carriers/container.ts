/** Containers carry the application, with what is under them: bridges, and the guest image from the backup LUN. */
import * as pulumi from "@pulumi/pulumi";
import { ContainerImage } from "../../components/container/image.ts";
import { Container } from "../../components/container/index.ts";
import { SharedStorage } from "../../components/shared-storage/index.ts";
import { platformOf } from "../../platforms/index.ts";
import { localUri } from "../../platforms/platform.ts";
import { incarnationOf } from "../../rack/facts.ts";
import { shareAtHome } from "../shares.ts";
import type { BuildCarriers } from "./carrier.ts";
import { behind, buildBridges, seedOf } from "./guest.ts";

export const build: BuildCarriers = ({ plan, facts, authorizedKey, shares }, hosts) => {
  if (plan.storage === undefined) throw new RangeError("containers need the guest image");
  const components = hosts.map(({ component }) => component);
  const bridges = buildBridges(hosts);
  const storage = new SharedStorage("storage", { plan: plan.storage, hosts }, { dependsOn: components });
  const image = new ContainerImage("image", { plan: plan.storage, hosts }, { dependsOn: [storage] });
  const uri = localUri(platformOf(plan.platform).libvirt);
  const containers = plan.guests.map((guest) => {
    const host = hosts.find(({ name }) => name === guest.host);
    const place = image.places.get(guest.host);
    if (host === undefined || place === undefined) throw new RangeError(`no host ${guest.host}`);
    const component = new Container(
      guest.name,
      {
        plan: guest,
        share: shares.apply((known) => shareAtHome(known, guest)),
        host,
        uri,
        image: place,
        seed: seedOf(guest, plan.guests),
        authorizedKey,
        incarnation: incarnationOf(guest, facts),
      },
      { dependsOn: [...bridges, image] },
    );
    return { guest, host, component };
  });
  return {
    carriers: Object.fromEntries(
      containers.map(({ guest, host, component }) => [
        guest.name,
        { target: behind(host, guest, component.hostKey), bootId: component.bootId, deletedWith: component.running },
      ]),
    ),
    guestHostKeys: pulumi.all(
      Object.fromEntries(containers.map(({ guest, component }) => [guest.name, component.hostKey])),
    ),
    resources: [...components, ...bridges, storage, image, ...containers.map(({ component }) => component)],
  };
};
