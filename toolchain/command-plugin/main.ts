/**
 * `pulumi-resource-command` for machines without Pulumi's releases. It speaks the schema of `@pulumi/command` and behaves as
 * the released plugin of the same version does; programs cannot tell which of the two runs them.
 */
import grpc from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { messageOf } from "../../base/errors.ts";
import { endWithParent, messageLimits, serve } from "../plugin-server.ts";
import { commandPluginVersion } from "../versions.ts";
import { engineLogs } from "./engine-log.ts";
import { changedInputs, create, newId, preview, remove, runFunction, update, type Operation } from "./provider.ts";
import { endCommands } from "./run-local.ts";
import { checkInputs, type CheckFailure } from "./schema.ts";
import { fromStruct, toStruct, type Properties } from "./values.ts";

type Handler<Request, Response> = grpc.handleUnaryCall<Request, Response>;

const logs = engineLogs(process.argv.at(-1) ?? "");
const cancelled = new AbortController();

/** Type token in a URN: urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME. */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** An operation on a resource; `timeoutSec` is the program's own limit, 0 without one. */
function operation(urn: string, timeoutSec: number): Operation {
  const limit = timeoutSec > 0 ? [AbortSignal.timeout(timeoutSec * 1000)] : [];
  return { type: typeOf(urn), log: logs(urn), signal: AbortSignal.any([cancelled.signal, ...limit]) };
}

/** Answers a call with what `work` resolves to, or with its error's message. */
function answer<Request, Response>(
  work: (request: Request) => Promise<Response> | Response,
): Handler<Request, Response> {
  return (call, callback) => {
    void (async () => work(call.request))().then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback({ code: grpc.status.UNKNOWN, details: messageOf(error) });
      },
    );
  };
}

function failure({ property, reason }: CheckFailure): InstanceType<typeof messages.CheckFailure> {
  const message = new messages.CheckFailure();
  message.setProperty(property);
  message.setReason(reason);
  return message;
}

/** News in which the changes to ignore are undone; a path into a property counts for the whole property. */
function withoutIgnored(ignored: readonly string[], olds: Properties, news: Properties): Properties {
  const names = ignored.map((path) => path.split(/[.[]/)[0] ?? path);
  return { ...news, ...Object.fromEntries(names.map((name) => [name, olds[name]])) };
}

const check = answer((request: messages.CheckRequest) => {
  const { inputs, failures } = checkInputs(typeOf(request.getUrn()), fromStruct(request.getNews()));
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(inputs));
  response.setFailuresList(failures.map(failure));
  return response;
});

const diff = answer((request: messages.DiffRequest) => {
  const olds = fromStruct(request.getOlds());
  const news = withoutIgnored(request.getIgnorechangesList(), olds, fromStruct(request.getNews()));
  const changed = changedInputs(typeOf(request.getUrn()), olds, news);
  const response = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setDiffsList(changed);
  response.setReplacesList(changed.filter((name) => name === "triggers"));
  return response;
});

const createResource = answer(async (request: messages.CreateRequest) => {
  const urn = request.getUrn();
  const news = fromStruct(request.getProperties());
  const response = new messages.CreateResponse();
  if (request.getPreview()) {
    response.setProperties(toStruct(preview(typeOf(urn), news)));
  } else {
    response.setProperties(toStruct(await create(operation(urn, request.getTimeout()), news)));
    response.setId(newId(typeOf(urn), nameOf(urn)));
  }
  return response;
});

const updateResource = answer(async (request: messages.UpdateRequest) => {
  const urn = request.getUrn();
  const olds = fromStruct(request.getOlds());
  const news = withoutIgnored(request.getIgnorechangesList(), olds, fromStruct(request.getNews()));
  const response = new messages.UpdateResponse();
  const state = request.getPreview()
    ? preview(typeOf(urn), news, olds)
    : await update(operation(urn, request.getTimeout()), olds, news);
  response.setProperties(toStruct(state));
  return response;
});

const deleteResource = answer(async (request: messages.DeleteRequest) => {
  await remove(operation(request.getUrn(), request.getTimeout()), fromStruct(request.getProperties()));
  return new empty.Empty();
});

const read = answer((request: messages.ReadRequest) => {
  const response = new messages.ReadResponse();
  response.setId(request.getId());
  response.setProperties(request.getProperties());
  response.setInputs(request.getInputs());
  return response;
});

const invoke = answer(async (request: messages.InvokeRequest) => {
  const { inputs, failures } = checkInputs(request.getTok(), fromStruct(request.getArgs()));
  const response = new messages.InvokeResponse();
  response.setFailuresList(failures.map(failure));
  if (failures.length === 0) {
    const run: Operation = { type: request.getTok(), log: logs(""), signal: cancelled.signal };
    response.setReturn(toStruct(await runFunction(run, inputs)));
  }
  return response;
});

const checkConfig = answer((request: messages.CheckRequest) => {
  const response = new messages.CheckResponse();
  response.setInputs(request.getNews());
  return response;
});

const configure = answer(() => {
  const response = new messages.ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  return response;
});

const getPluginInfo = answer(() => {
  const info = new pluginMessages.PluginInfo();
  info.setVersion(commandPluginVersion);
  return info;
});

const cancel = answer(() => {
  cancelled.abort(new Error("cancelled"));
  return new empty.Empty();
});

const server = new grpc.Server(messageLimits);
server.addService(services.ResourceProviderService, {
  checkConfig,
  diffConfig: answer(() => new messages.DiffResponse()),
  configure,
  check,
  diff,
  create: createResource,
  read,
  update: updateResource,
  delete: deleteResource,
  invoke,
  cancel,
  getPluginInfo,
});
endWithParent(endCommands);
await serve(server);
