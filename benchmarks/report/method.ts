/** Explains how each figure came about, in the words of a methods section. */
import { confidenceText } from "../../base/confidence.ts";
import { feasibleWhen } from "../analysis/feasibility.ts";
import { fewestIntervals, longestMemory } from "../analysis/series-margin.ts";
import { runFiles } from "../results/directory.ts";
import { html, type Html } from "../../base/html.ts";

export function renderMethod(): Html {
  return html`<dl class="method">
    <dt>Load</dt>
    <dd>
      Open loop: requests are due at times fixed beforehand, whatever the answers do. A response time counts from the
      time at which the request was due, so that waiting in the generator is part of it. How much of it that is stands
      beside it: the time by which the first transmissions left late, over all generators. Several generators add up to
      the case's rate.
    </dd>
    <dt>Window</dt>
    <dd>
      The warm-up before the measured window is left out of every figure and kept in <code>${runFiles.warmUp}</code>.
      MSER-5 (White, Cobb and Spratt 2000) looks for a rest of it; a warning tells when the response time did not
      settle.
    </dd>
    <dt>CPU</dt>
    <dd>
      Share of all pCPUs of a host that did work: 100 − %idle − %iowait − %steal by sar on bare metal and KVM; the sum
      over all domains by xentop on Xen. The study added %iowait and %steal on bare metal and KVM and not on Xen; its
      way is shown apart.
    </dd>
    <dt>Mean, variance, margin</dt>
    <dd>
      Over intervals, as in the study (formulas 4.4.1 to 4.4.3): the variance by N − 1, beside it by N; the study’s
      margin is 1.96 · s / √N, which takes intervals for independent and covers far less than ${confidenceText} where
      they are not. Every other margin of a mean is by the three slowest cosines of the series (Lazarus, Lewis, Stock
      and Watson 2018), Student’s t with three degrees of freedom, stretched so that it holds for an autoregressive
      series up to a coefficient of ${longestMemory}. Below ${fewestIntervals} intervals there is none.
    </dd>
    <dt>Percentiles</dt>
    <dd>
      From HdrHistograms of whole microseconds with three significant digits, added over intervals and generators.
    </dd>
    <dt>Feasible</dt>
    <dd>
      A load is feasible when ${feasibleWhen}. That none fails is the study’s own limit (3.7.1). Where the load itself
      was not offered, nothing is said about the platform.
    </dd>
    <dt>Live migration</dt>
    <dd>
      Three downtimes on one clock: the hypervisor’s own (libvirt’s count of stopped vCPUs), the network’s (longest time
      between two answers to a ping of the guest) and the service’s (longest time without an answer while requests
      waited). CPU overhead: busy CPU during the hop less that of the load alone before the first hop; a mean of several
      hops has Student’s interval. Back to normal: the end of the first interval after the hop whose mean response time
      is not above all of those before the first hop.
    </dd>
    <dt>Counts</dt>
    <dd>
      The intervals’ counts add up to the generators’ totals and to the histograms’ answers exactly; a run where they do
      not is not reported.
    </dd>
  </dl>`;
}
