/**
 * The state of an M3UA application server process towards its gateway (RFC 4666, clause 4.3), as a pure machine: messages
 * and wishes in, messages to send and news out. It registers its routing key after ASP Up (clause 4.4.1), so that the
 * gateway needs no list of addresses.
 *
 * It comes up twice. osmo-stp 2.1 lets a process into a configured application server by registration, but tells the server
 * nothing of it; only the next ASP Up does. Without that the server stays down, and no traffic flows when the process
 * becomes active. A gateway without this fault sees a process that came up, went down and came up.
 */
import type { M3uaMessage } from "../codec/m3ua.ts";
import type { LinkConfig } from "./config.ts";

export type AspState = "down" | "registering" | "inactive" | "activating" | "active" | "deactivating";

/** What the owner of the link hears. */
export type AspNews =
  | { readonly event: "ready" }
  | { readonly event: "active" }
  /** The gateway made another process of the same application server active in its place. */
  | { readonly event: "overridden" }
  /** No process of the application server is active now: the gateway keeps messages for a short time. */
  | { readonly event: "pending" }
  | { readonly event: "inactive" }
  | { readonly event: "data"; readonly message: M3uaMessage & { type: "data" } }
  /** The gateway said no; the text is for people. */
  | { readonly event: "refused"; readonly reason: string };

export interface AspOutcome {
  readonly send: readonly M3uaMessage[];
  readonly news: readonly AspNews[];
}

const nothing: AspOutcome = { send: [], news: [] };

/** Override: the last to become active carries all traffic (clause 3.7.1). */
const override = 1;
/** Status type and information (clause 3.8.2): other, alternate ASP active; state change, AS pending. */
const alternateActive = 0x00020002;
const asPending = 0x00010004;

export class AspMachine {
  readonly #link: Pick<LinkConfig, "pointCode" | "routingContext">;
  #state: AspState = "down";
  #isSecondRound = false;

  constructor(link: Pick<LinkConfig, "pointCode" | "routingContext">) {
    this.#link = link;
  }

  get state(): AspState {
    return this.#state;
  }

  /** The association is up. */
  start(): AspOutcome {
    this.#state = "registering";
    this.#isSecondRound = false;
    return { send: [{ type: "aspUp" }], news: [] };
  }

  /** The association is gone. */
  lost(): void {
    this.#state = "down";
  }

  /** Asks for the traffic, once registered. An active process asks again without losing what it has. */
  activate(): AspOutcome {
    if (this.#state === "down" || this.#state === "registering") return nothing;
    if (this.#state !== "active") this.#state = "activating";
    const { routingContext } = this.#link;
    return { send: [{ type: "aspActive", trafficMode: override, routingContext }], news: [] };
  }

  /** Gives the traffic back. */
  deactivate(): AspOutcome {
    if (this.#state !== "active" && this.#state !== "activating") return nothing;
    this.#state = "deactivating";
    return { send: [{ type: "aspInactive", routingContext: this.#link.routingContext }], news: [] };
  }

  receive(message: M3uaMessage): AspOutcome {
    switch (message.type) {
      case "data":
        return { send: [], news: [{ event: "data", message: { ...message, type: "data" } }] };
      case "heartbeat": {
        const { heartbeatData } = message;
        return { send: [{ type: "heartbeatAck", ...(heartbeatData && { heartbeatData }) }], news: [] };
      }
      case "aspUpAck":
        return this.#state === "registering" ? { send: [this.#registration()], news: [] } : nothing;
      case "aspDownAck":
        if (this.#state !== "registering" || this.#isSecondRound) return nothing;
        this.#isSecondRound = true;
        return { send: [{ type: "aspUp" }], news: [] };
      case "registrationResponse":
        return this.#registered(message);
      case "aspActiveAck":
        return this.#become("activating", "active", { event: "active" });
      case "aspInactiveAck":
        return this.#become("deactivating", "inactive", { event: "inactive" });
      case "notify":
        if (!this.#concerns(message)) return nothing;
        if (message.status === asPending) return { send: [], news: [{ event: "pending" }] };
        // While its own request for the traffic is under way the notice is about the past: that request overrides.
        if (message.status !== alternateActive) return nothing;
        return this.#become("active", "inactive", { event: "overridden" });
      case "error":
        return refused(`M3UA error ${String(message.errorCode ?? "without code")}`);
      default:
        return nothing;
    }
  }

  /** A notice may name the application servers that it is about (clause 3.8.2); one that names none is about this one. */
  #concerns({ routingContext }: M3uaMessage): boolean {
    return routingContext === undefined || [routingContext].flat().includes(this.#link.routingContext);
  }

  #registration(): M3uaMessage {
    const { pointCode, routingContext } = this.#link;
    const routingKey = {
      localRoutingKeyId: 1,
      routingContext,
      trafficMode: override,
      destinationPointCode: pointCode,
    };
    return { type: "registrationRequest", routingKey };
  }

  #registered({ registrationResult }: M3uaMessage): AspOutcome {
    if (this.#state !== "registering") return nothing;
    const status = registrationResult?.registrationStatus;
    if (status === 0) {
      if (this.#isSecondRound) return this.#become("registering", "inactive", { event: "ready" });
      return { send: [{ type: "aspDown" }], news: [] };
    }
    const { pointCode, routingContext } = this.#link;
    return refused(
      `routing context ${String(routingContext)} for point code ${String(pointCode)} was not registered (status ${String(status)})`,
    );
  }

  #become(from: AspState, to: AspState, news: AspNews): AspOutcome {
    if (this.#state !== from) return nothing;
    this.#state = to;
    return { send: [], news: [news] };
  }
}

const refused = (reason: string): AspOutcome => ({ send: [], news: [{ event: "refused", reason }] });
