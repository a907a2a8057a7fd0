/** A Grafana dashboard of a study's figures. */
import type { Figure } from "./figures.ts";

const datasource = { type: "prometheus", uid: "${source}" };
/** Grafana's names of units, by the end of a figure's name. */
const units = { _requests_per_second: "reqps", _seconds: "s" };
/** Of its 24 columns, and of rows. */
const sizes = { stat: { w: 6, h: 5 }, timeseries: { w: 12, h: 9 } };

/** The dashboard as Grafana imports it: it asks for the Prometheus and the study. Figures of the newest load are curves. */
export function dashboardOf(figures: readonly Figure[]): object {
  let [x, y] = [0, 0];
  const panels = figures.flatMap(({ name, panel }, index) => {
    if (panel === undefined) return [];
    const type = name.startsWith("crossbed_load_") ? "timeseries" : "stat";
    const { w, h } = sizes[type];
    const gridPos = { x, y, w, h };
    [x, y] = x + w < 24 ? [x + w, y] : [0, y + h];
    const unit = Object.entries(units).find(([end]) => name.endsWith(end))?.[1] ?? "none";
    const values = `${name}{study="$study"}`;
    const expr = panel.sumBy === undefined ? values : `sum by (${panel.sumBy}) (${values})`;
    const targets = [{ refId: "A", expr, legendFormat: panel.legend }];
    const fieldConfig = { defaults: { unit }, overrides: [] };
    return [{ id: index + 1, title: panel.title, type, gridPos, datasource, fieldConfig, targets }];
  });
  const query = `label_values(${figures[0]?.name ?? ""}, study)`;
  const list = [
    { name: "source", label: "Prometheus", type: "datasource", query: "prometheus" },
    { name: "study", label: "Study", type: "query", datasource, query, refresh: 2 },
  ];
  const time = { from: "now-6h", to: "now" };
  const head = {
    title: "Crossbed: a study",
    uid: "crossbed-study",
    schemaVersion: 39,
    version: 1,
    refresh: "10s",
    time,
  };
  return { ...head, templating: { list }, panels };
}
