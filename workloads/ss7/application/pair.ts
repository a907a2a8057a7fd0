/**
 * Decides which node of a pair is active, as a pure machine. It has two sources: heartbeats of the peer over the interconnect, and the
 * gateway, which in override mode lets the process that asked last carry the traffic and tells the other so.
 *
 * - A standby takes over when the peer is silent for `missed` heartbeats, says that it leaves, or is up without being
 *   active while this node is the preferred one (or the peer has no signalling link); and at once when the gateway says
 *   that no process is active.
 * - The active node stays active: a preferred node that comes back stands by.
 * - **No flapping.** An overridden node takes the other for active, whether it hears it or not, until the other or the gateway
 *   says otherwise: with a broken interconnect the first take-over is the last. Each activation has a term, one above all
 *   seen before; of two that think themselves active the lower term steps down, of equal terms the one not preferred.
 * - Silence is counted in this node's own ticks, not by the clock: a machine that was stopped for a while (a live
 *   migration) does not hold its own pause against the peer.
 */

export type Role = "starting" | "standby" | "active" | "leaving";

/** What a node tells its peer with each heartbeat. */
export interface PeerState {
  readonly role: Role;
  /** Its signalling link is registered, so that it could carry traffic. */
  readonly isReady: boolean;
  /** Term of its last activation, 0 for none. */
  readonly term: number;
}

export type PairEvent =
  | "active"
  | "standby"
  | "leaving"
  /** Heartbeats came, for the first time or again. */
  | "peer-seen"
  | "peer-lost";

export interface PairOutcome {
  /** What the link has to do. */
  readonly action?: "activate" | "deactivate";
  readonly events: readonly { readonly event: PairEvent; readonly reason: string }[];
}

export interface PairOptions {
  readonly isPreferred: boolean;
  readonly missed: number;
}

/** At its start, the node that is not preferred waits so many times longer for a peer that it has never heard. */
const firstWaitFactor = 10;

export class Pair {
  readonly #options: PairOptions;
  #role: Role = "starting";
  #isReady = false;
  #term = 0;
  #peer: PeerState | undefined;
  #greatestTerm = 0;
  /** Ticks since the last heartbeat, and since the peer was first heard to have no link. */
  #silentTicks = 0;
  #unreadyTicks = 0;
  #wasPeerHeard = false;
  #isPeerPresumedActive = false;

  constructor(options: PairOptions) {
    this.#options = options;
  }

  get state(): PeerState {
    return { role: this.#role, isReady: this.#isReady, term: this.#term };
  }

  /** The peer's last word; undefined when it is silent. */
  get peer(): PeerState | undefined {
    return this.#peer;
  }

  /** One heartbeat interval has passed. */
  tick(): PairOutcome {
    this.#silentTicks += 1;
    this.#unreadyTicks = this.#peer?.isReady === false ? this.#unreadyTicks + 1 : 0;
    if (this.#peer === undefined || this.#silentTicks < this.#options.missed) return this.#decide();
    this.#peer = undefined;
    const lost = { event: "peer-lost", reason: `${String(this.#silentTicks)} heartbeats missed` } as const;
    const outcome = this.#decide();
    return { ...outcome, events: [lost, ...outcome.events] };
  }

  /** A heartbeat of the peer. */
  heard(peer: PeerState): PairOutcome {
    const isNew = this.#peer === undefined;
    this.#peer = peer;
    this.#greatestTerm = Math.max(this.#greatestTerm, peer.term);
    this.#silentTicks = 0;
    this.#wasPeerHeard = true;
    if (peer.role !== "active") this.#isPeerPresumedActive = false;
    const outcome = this.#role === "active" && peer.role === "active" ? this.#settle(peer) : this.#decide();
    if (!isNew) return outcome;
    return { ...outcome, events: [{ event: "peer-seen", reason: `it is ${peer.role}` }, ...outcome.events] };
  }

  /** The link is registered. */
  linkReady(): PairOutcome {
    this.#isReady = true;
    const events = this.#role === "starting" ? this.#become("standby", "the signalling link is registered") : [];
    const outcome = this.#decide();
    return { ...outcome, events: [...events, ...outcome.events] };
  }

  linkLost(): PairOutcome {
    this.#isReady = false;
    // By the time it is back, it will hear which node is active.
    this.#isPeerPresumedActive = false;
    return { events: this.#role === "active" ? this.#become("standby", "the signalling link was lost") : [] };
  }

  /** The gateway gave the traffic to the peer. */
  overridden(): PairOutcome {
    this.#isPeerPresumedActive = true;
    return { events: this.#role === "active" ? this.#become("standby", "the peer took over") : [] };
  }

  /** The gateway has no active process. */
  pending(): PairOutcome {
    this.#isPeerPresumedActive = false;
    if (!this.#isReady || this.#role !== "standby") return { events: [] };
    return this.#activate("the gateway has no active process");
  }

  /** This process ends. */
  leave(): PairOutcome {
    return { events: this.#become("leaving", "it was told to stop") };
  }

  #decide(): PairOutcome {
    const reason = this.#isReady && this.#role === "standby" ? this.#reasonToTakeOver() : undefined;
    return reason === undefined ? { events: [] } : this.#activate(reason);
  }

  #reasonToTakeOver(): string | undefined {
    const { isPreferred, missed } = this.#options;
    const peer = this.#peer;
    if (this.#isPeerPresumedActive) return undefined;
    if (peer === undefined) {
      const patience = isPreferred || this.#wasPeerHeard ? missed : missed * firstWaitFactor;
      return this.#silentTicks >= patience ? "the peer is silent" : undefined;
    }
    if (peer.role === "leaving") return "the peer leaves";
    if (peer.role === "active") return undefined;
    if (isPreferred) return "the peer is not active and this node is preferred";
    return this.#unreadyTicks >= missed ? "the peer has no signalling link" : undefined;
  }

  #settle(peer: PeerState): PairOutcome {
    const isMine = this.#term > peer.term || (this.#term === peer.term && this.#options.isPreferred);
    // Asking again makes the gateway agree, whoever of the two it took for active.
    if (isMine) return { action: "activate", events: [] };
    return { action: "deactivate", events: this.#become("standby", "the peer is active, too, and goes first") };
  }

  #activate(reason: string): PairOutcome {
    this.#greatestTerm += 1;
    this.#term = this.#greatestTerm;
    return { action: "activate", events: this.#become("active", reason) };
  }

  #become(role: Role & PairEvent, reason: string): { event: PairEvent; reason: string }[] {
    this.#role = role;
    return [{ event: role, reason }];
  }
}
