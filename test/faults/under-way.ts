/** What is at work while a testbed is harmed: a ledger on each host, one in each guest, and requests. */
import { openRun } from "../../benchmarks/results/reader.ts";
import { messageOf } from "../../base/errors.ts";
import { requestOf } from "../../cli/stack-request.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { GuestLedger, withGuests } from "./guest-ledger.ts";
import type { Acknowledged, Ledger } from "./ledger.ts";
import { Load, longRequest, type Requests } from "./load.ts";
import { journalProblems, readJournals, type NodeJournal } from "./service-journal.ts";

export interface Loss {
  /** Who was asked. */
  readonly by: string;
  readonly records: number;
  readonly text: string;
}

export class UnderWay {
  readonly #lab: HarmedLab;
  readonly #ledger: Ledger;
  readonly #guests: GuestLedger | undefined;
  readonly #load: Load | undefined;
  readonly #journals: readonly NodeJournal[];

  private constructor(
    lab: HarmedLab,
    ledger: Ledger,
    guests: GuestLedger | undefined,
    load: Load | undefined,
    journals: readonly NodeJournal[],
  ) {
    this.#lab = lab;
    this.#ledger = ledger;
    this.#guests = guests;
    this.#load = load;
    this.#journals = journals;
  }

  /** Resolves once everything has been acknowledged that must be before the harm. */
  static async start(fault: Fault, lab: HarmedLab, ledger: Ledger, name: string): Promise<UnderWay> {
    await ledger.start();
    await lab.untilWritten(lab.inventory.hosts.map((host) => host.name));
    if (fault.takesDown === true) {
      await ledger.stop();
      return new UnderWay(lab, ledger, undefined, undefined, []);
    }
    const request = await requestOf(lab.stack);
    // With a host its guests are lost, and their journals begin anew.
    const look = (): Promise<NodeJournal[]> =>
      fault.fences === 0 ? withGuests(request, (remote) => readJournals(remote, request)) : Promise.resolve([]);
    const startLoad = async (): Promise<[readonly NodeJournal[], Load | undefined]> =>
      fault.isUnderLoad === true ? [await look(), await Load.start(lab, longRequest(request))] : [[], undefined];
    const [guests, [journals, load]] = await Promise.all([GuestLedger.start(request, name), startLoad()]);
    return new UnderWay(lab, ledger, guests, load, journals);
  }

  /** Ends the load; undefined where there was none. */
  async endLoad(): Promise<Requests | undefined> {
    if (this.#load === undefined) return undefined;
    const requests = await this.#load.end();
    return { ...requests, problems: [...requests.problems, ...(await this.#askJournals(this.#load.directory))] };
  }

  /** Ends the writers of hosts that answer, and of all guests. */
  async stop(hosts: readonly string[]): Promise<void> {
    await this.#ledger.stop(hosts);
    await this.#guests?.stop();
  }

  /** What hosts have acknowledged, and what guests have. */
  async acknowledged(): Promise<{ readonly hosts: Acknowledged[]; readonly guests: Acknowledged[] }> {
    return { hosts: await this.#ledger.acknowledged(), guests: this.#guests?.acknowledged() ?? [] };
  }

  /** Asks each of these hosts for every record of all hosts; what it does not find. */
  async askHosts(all: readonly Acknowledged[], askers: readonly string[]): Promise<Loss[]> {
    const losses: Loss[] = [];
    for (const by of askers) {
      for (const one of all) {
        const { acknowledged, lost } = await this.#ledger.check(by, one);
        if (lost.length === 0) continue;
        const text = `${by} finds ${lost.length} of ${acknowledged} records of ${one.host} no more, the first is ${String(lost[0])}`;
        losses.push({ by, records: lost.length, text });
      }
    }
    return losses;
  }

  /** Asks each guest for its own, once all are up. */
  async askGuests(): Promise<Loss[]> {
    if (this.#guests === undefined) return [];
    const checked = await this.#guests.check(await requestOf(this.#lab.stack));
    return checked.flatMap(({ guest, acknowledged, lost }) =>
      lost.length === 0
        ? []
        : [
            {
              by: guest,
              records: lost.length,
              text: `${guest} lacks ${lost.length} of its ${acknowledged} records, the first is ${String(lost[0])}`,
            },
          ],
    );
  }

  /** Has a host remove the records of all hosts. */
  async remove(host: string): Promise<void> {
    await this.#ledger.remove(host);
  }

  /** A guest that is gone, or whose process was started anew, leaves nothing to compare. */
  async #askJournals(run: string): Promise<string[]> {
    if (this.#journals.length === 0) return [];
    const request = await requestOf(this.#lab.stack);
    const after = await withGuests(request, (remote) => readJournals(remote, request)).catch((error: unknown) => {
      this.#lab.say(`the service's journals cannot be read now: ${messageOf(error)}`);
      return [];
    });
    if (after.length === 0) return [];
    const answered: Record<string, number> = {};
    for (const { cluster, totals } of (await openRun(run)).cases.flatMap(({ generators }) => generators))
      answered[cluster] = (answered[cluster] ?? 0) + totals.succeeded;
    return journalProblems(this.#journals, after, answered);
  }
}
