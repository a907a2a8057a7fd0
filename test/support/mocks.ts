/** Pulumi without an engine: what a component registers, in the order it does, for exact comparison. */
import * as pulumi from "@pulumi/pulumi";

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Outputs of a mocked resource beside its inputs, such as a command's `stdout`. */
export type MockedOutputs = (registration: Registration) => Readonly<Record<string, unknown>>;

/**
 * Builds resources against mocks and returns what they registered, once each has its urn. `build` hands the given options
 * to every top-level resource, by which the children are seen too. Secrets appear in clear.
 */
export async function registrationsOf(
  build: (options: pulumi.ComponentResourceOptions) => unknown,
  outputsOf: MockedOutputs = () => ({}),
): Promise<Registration[]> {
  const registrations: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const registration: Registration = { type, name, inputs: inClear(inputs as Record<string, unknown>) };
        registrations.push(registration);
        return { id: `${name}-id`, state: { ...registration.inputs, ...outputsOf(registration) } };
      },
      call: () => ({}),
    },
    "project",
    "stack",
    false,
  );
  const resources: pulumi.Resource[] = [];
  await build({
    transformations: [
      ({ resource }) => {
        resources.push(resource);
        return undefined;
      },
    ],
  });
  await Promise.all(resources.map(async (resource) => await urnOf(resource)));
  // What was built without the options, and what came of it.
  await pulumi.runtime.disconnect();
  return registrations;
}

/** A property with a secret in it arrives wrapped. */
function inClear(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]): [string, unknown] => [name, pulumi.runtime.unwrapRpcSecret(value)]),
  );
}

async function urnOf(resource: pulumi.Resource): Promise<string> {
  return await new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}
