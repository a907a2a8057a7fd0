/** Lines of a running command, shown in Pulumi's display beside the resource while it runs. */
import grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";

type Severity = "debug" | "info" | "warning" | "error";

/** Reports about one resource. */
export interface Log {
  /** A passing message: the display's status of the resource. */
  readonly status: (message: string) => void;
  /** A message that stays. */
  readonly message: (severity: Severity, text: string) => void;
  /** Resolves when everything said so far has arrived. */
  readonly flush: () => Promise<void>;
}

/** More than a display can show of one line, and safely below what one message may carry. */
const lineLimit = 16 * 1024;

const severities = {
  debug: engineMessages.LogSeverity.DEBUG,
  info: engineMessages.LogSeverity.INFO,
  warning: engineMessages.LogSeverity.WARNING,
  error: engineMessages.LogSeverity.ERROR,
};

/** Reports through the engine at an address; each message is sent after the one before it has arrived, so order is kept. */
export function engineLogs(address: string): (urn: string) => Log {
  const client = new engineServices.EngineClient(address, grpc.credentials.createInsecure());
  let sent: Promise<void> = Promise.resolve();
  const send = (urn: string, severity: Severity, text: string, ephemeral: boolean): void => {
    const request = new engineMessages.LogRequest();
    request.setUrn(urn);
    request.setSeverity(severities[severity]);
    request.setMessage(text.length > lineLimit ? `${text.slice(0, lineLimit)}…` : text);
    request.setEphemeral(ephemeral);
    sent = sent.then(
      () =>
        new Promise((resolve) => {
          // A display that is gone is no reason to stop the command.
          client.log(request, () => {
            resolve();
          });
        }),
    );
  };
  return (urn) => ({
    status: (message) => {
      send(urn, "info", message, true);
    },
    message: (severity, text) => {
      send(urn, severity, text, false);
    },
    flush: () => sent,
  });
}
