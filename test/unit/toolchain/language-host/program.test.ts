import language from "@pulumi/pulumi/proto/language_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, it } from "vitest";
import { programArguments, programEnvironment } from "../../../../toolchain/language-host/program.ts";

const project = new URL("../../../../", import.meta.url).pathname;

function request(nodeargs?: string): InstanceType<typeof language.RunRequest> {
  const info = new language.ProgramInfo();
  info.setRootDirectory(project);
  info.setProgramDirectory(project);
  info.setEntryPoint("index.ts");
  if (nodeargs !== undefined) info.setOptions(struct.Struct.fromJavaScript({ nodeargs, typescript: false }));
  const message = new language.RunRequest();
  message.setProject("crossbed");
  message.setStack("lab");
  message.setParallel(16);
  message.setMonitorAddress("127.0.0.1:1");
  message.setInfo(info);
  message.getConfigMap().set("crossbed:rate", "5");
  message.setConfigsecretkeysList(["crossbed:key"]);
  return message;
}

describe("programArguments", () => {
  it("runs the program's own @pulumi/pulumi with the flags of the released language host", () => {
    const message = request("--import tsx");
    message.setDryrun(true);
    message.setArgsList(["extra"]);
    const run = `${project}node_modules/@pulumi/pulumi/cmd/run/index.js`;
    expect(programArguments(message, "127.0.0.1:2", "/preload.cjs")).toEqual([
      ...["--import", "tsx", "--require", "/preload.cjs", run],
      ...["--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--project", "crossbed"],
      ...["--root-directory", project, "--stack", "lab", "--pwd", project, "--parallel", "16"],
      ...["--dry-run", "index.ts", "extra"],
    ]);
  });

  it("asks nothing of Node.js that Pulumi.yaml does not ask", () => {
    expect(programArguments(request(), "e", "/preload.cjs").slice(0, 2)).toEqual(["--require", "/preload.cjs"]);
  });
});

describe("programEnvironment", () => {
  it("hands over the configuration and which of it is secret", () => {
    expect(programEnvironment(request())).toEqual({
      PULUMI_CONFIG: '{"crossbed:rate":"5"}',
      PULUMI_CONFIG_SECRET_KEYS: '["crossbed:key"]',
      PULUMI_NODEJS_TYPESCRIPT: "false",
    });
  });
});
