import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { changeResources, keyOf, reveal, type Deployment, type StateResource } from "../../../toolchain/state-edit.ts";

/** Resources in an order in which each depends on earlier ones alone, as Pulumi writes them; some are of a provider before them. */
const deployments = fc
  .array(
    fc.record({
      isProvider: fc.boolean(),
      earlier: fc.array(fc.nat(), { maxLength: 3 }),
      goes: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((drawn) => {
    const resources: StateResource[] = [];
    for (const [index, { isProvider, earlier }] of drawn.entries()) {
      const dependencies = index === 0 ? [] : [...new Set(earlier.map((one) => `urn${String(one % index)}`))];
      const provider = resources.find(({ type, urn }) => type === "provider" && dependencies.includes(urn));
      resources.push({
        urn: `urn${String(index)}`,
        id: `id${String(index)}`,
        type: isProvider ? "provider" : "thing",
        dependencies,
        propertyDependencies: { value: dependencies },
        ...(dependencies[0] === undefined ? {} : { deletedWith: dependencies[0] }),
        ...(provider === undefined ? {} : { provider: keyOf(provider) }),
      });
    }
    return { resources, gone: new Set(drawn.flatMap(({ goes }, index) => (goes ? [`urn${String(index)}`] : []))) };
  });

describe("changeResources", () => {
  it("leaves a record in which all that is named exists, and removes nothing else than was asked for and what was made by it", () => {
    fc.assert(
      fc.property(deployments, ({ resources, gone }) => {
        const kept = changeResources({ resources }, (one) => (gone.has(one.urn) ? undefined : one)).resources ?? [];
        const left = new Set(kept.map(({ urn }) => urn));
        for (const { dependencies = [], propertyDependencies = {}, deletedWith, provider } of kept) {
          const named = [...dependencies, ...Object.values(propertyDependencies).flat()];
          expect(named.every((urn) => left.has(urn))).toBe(true);
          expect(deletedWith === undefined || left.has(deletedWith)).toBe(true);
          expect(provider === undefined || kept.some((one) => keyOf(one) === provider)).toBe(true);
        }
        const removed = resources.filter(({ urn }) => !left.has(urn));
        expect(
          removed.every(({ urn, provider }) => gone.has(urn) || removed.some((one) => keyOf(one) === provider)),
        ).toBe(true);
        expect([...gone].every((urn) => !left.has(urn))).toBe(true);
        expect(kept.map(({ urn }) => urn)).toEqual(resources.map(({ urn }) => urn).filter((urn) => left.has(urn)));
      }),
    );
  });

  it("keeps what it does not know, and changes nothing where nothing goes", () => {
    const known = { urn: "a", type: "t", protect: true, dependencies: [] };
    const underWay = { type: "creating", resource: { urn: "b", type: "t" } };
    const deployment = { manifest: { time: "now" }, resources: [known], pending_operations: [underWay] };
    expect(changeResources(deployment, (one) => one)).toEqual(deployment);
  });

  it("tells what a replacement left to be deleted from what took its place, and drops what was under way", () => {
    const [old, now]: [StateResource, StateResource] = [
      { urn: "a", id: "1", type: "t" },
      { urn: "a", id: "2", type: "t" },
    ];
    const deployment: Deployment = { resources: [now, old], pending_operations: [{ resource: old }] };
    expect(changeResources(deployment, (one) => (keyOf(one) === keyOf(old) ? undefined : one))).toEqual({
      resources: [now],
      pending_operations: [],
    });
  });
});

it("secrets are in clear in an export that shows them, however deep", () => {
  const secret = (plain: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    plaintext: JSON.stringify(plain),
  });
  const value = { connection: secret({ host: "h", keys: [secret("k")] }), stdin: "A=1", none: null };
  expect(reveal(value)).toEqual({ connection: { host: "h", keys: ["k"] }, stdin: "A=1", none: null });
});
