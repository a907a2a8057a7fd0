/**
 * `pulumi-language-nodejs` for machines without Pulumi's releases. Pulumi starts it with the engine's address, reads a port
 * from its first line of output and talks to it by gRPC (pulumi/language.proto). Like the released language host it runs
 * each program in a process of its own by `@pulumi/pulumi/cmd/run` of the program's own directory, so that there is one
 * instance of `@pulumi/pulumi`, and so that Pulumi's own code reports whatever way a program fails.
 */
import grpc from "@grpc/grpc-js";
import languageServices from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languageMessages from "@pulumi/pulumi/proto/language_pb.js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import { endWithParent, serve } from "../plugin-server.ts";
import { runProgram, stopPrograms } from "./program.ts";

type Handler<Request, Response> = grpc.handleUnaryCall<Request, Response>;

const run: Handler<languageMessages.RunRequest, languageMessages.RunResponse> = (call, callback) => {
  void runProgram(call.request, process.argv.at(-1) ?? "").then((outcome) => {
    const response = new languageMessages.RunResponse();
    response.setError(outcome.error);
    response.setBail(outcome.reported);
    callback(null, response);
  });
};

const getPluginInfo: Handler<unknown, pluginMessages.PluginInfo> = (_call, callback) => {
  const info = new pluginMessages.PluginInfo();
  info.setVersion("1.0.0");
  callback(null, info);
};

// Plugins are loaded when the first resource that needs one is registered: nothing has to be announced.
const getRequiredPlugins: Handler<unknown, languageMessages.GetRequiredPluginsResponse> = (_call, callback) => {
  callback(null, new languageMessages.GetRequiredPluginsResponse());
};
const getRequiredPackages: Handler<unknown, languageMessages.GetRequiredPackagesResponse> = (_call, callback) => {
  callback(null, new languageMessages.GetRequiredPackagesResponse());
};

const server = new grpc.Server();
server.addService(languageServices.LanguageRuntimeService, {
  run,
  getPluginInfo,
  getRequiredPlugins,
  getRequiredPackages,
});
process.on("exit", stopPrograms);
endWithParent();
await serve(server);
