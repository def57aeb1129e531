// What our dashboards are made of: few kinds of panels, each with a title, a unit and a sentence on what is normal in it.
import {
  DashboardBuilder,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
} from "@grafana/grafana-foundation-sdk/dashboard";
import {
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  GraphThresholdsStyleConfigBuilder,
  StackingMode,
  StackingConfigBuilder,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
  TooltipDisplayMode,
  ReduceDataOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";

const datasource = { type: "prometheus", uid: "${datasource}" };
const columns = 24;

/**
 * A dashboard of rows of panels. `job` is the service whose instances can be chosen; left out, a dashboard is of all of them.
 */
export function dashboard({ uid, title, description, job, rows }) {
  const jobs = job ?? "booking-api|bot|notifier";
  const built = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(["okoshko"])
    .editable()
    .refresh("30s")
    .time({ from: "now-6h", to: "now" })
    .tooltip(1)
    .link(
      new DashboardLinkBuilder("Okoshko")
        .type(DashboardLinkType.Dashboards)
        .tags(["okoshko"])
        .asDropdown(true),
    )
    .withVariable(new DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"))
    .withVariable(choice("namespace", "Namespace", `label_values(up{job=~"${jobs}"}, namespace)`))
    .withVariable(
      choice("instance", "Instance", `label_values(up{job=~"${jobs}",namespace="$namespace"}, instance)`)
        .multi(true)
        .includeAll(true)
        .allValue(".*"),
    );
  let id = 0;
  let y = 0;
  for (const { title: heading, panels } of rows) {
    built.withRow(new RowBuilder(heading).id((id += 1)).gridPos({ x: 0, y, w: columns, h: 1 }));
    y += 1;
    let x = 0;
    let height = 0;
    for (const { build, w, h } of panels) {
      if (x + w > columns) {
        x = 0;
        y += height;
        height = 0;
      }
      built.withPanel(
        build()
          .id((id += 1))
          .datasource(datasource)
          .gridPos({ x, y, w, h }),
      );
      x += w;
      height = Math.max(height, h);
    }
    y += height;
  }
  return built.build();
}

function choice(name, label, query) {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(1);
}

/**
 * Lines over time. `queries` are pairs of PromQL and legend. `warn` and `alarm` are where a value deserves a look, and where
 * somebody has to act; `isBad: "below"` turns them around.
 */
export function lines({
  title,
  description,
  unit,
  queries,
  warn,
  alarm,
  isBad,
  stacked,
  exemplars,
  runbook,
  w = 8,
}) {
  const build = () => {
    const panel = new TimeseriesBuilder()
      .title(title)
      .description(describe(description, runbook))
      .unit(unit)
      .min(0)
      .fillOpacity(stacked ? 30 : 8)
      .lineWidth(1)
      .thresholds(steps({ warn, alarm, isBad }))
      .thresholdsStyle(
        new GraphThresholdsStyleConfigBuilder().mode(
          warn === undefined && alarm === undefined
            ? GraphThresholdsStyleMode.Off
            : GraphThresholdsStyleMode.Dashed,
        ),
      )
      .stacking(
        new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None).group("A"),
      )
      .legend(
        new VizLegendOptionsBuilder()
          .displayMode(LegendDisplayMode.List)
          .placement(LegendPlacement.Bottom)
          .showLegend(true)
          .calcs([]),
      )
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
    return withQueries(panel, queries, exemplars);
  };
  return { build, w, h: 8 };
}

/** One number, as of now. */
export function number({ title, description, unit, queries, warn, alarm, isBad, runbook, w = 4 }) {
  const build = () => {
    const panel = new StatBuilder()
      .title(title)
      .description(describe(description, runbook))
      .unit(unit)
      .thresholds(steps({ warn, alarm, isBad }))
      .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]));
    return withQueries(panel, queries);
  };
  return { build, w, h: 4 };
}

/** Nothing is red that nobody has to mind: without bounds a panel stays green. */
function steps({ warn, alarm, isBad = "above" }) {
  const bounds = [
    [warn, "yellow"],
    [alarm, "red"],
  ].filter(([value]) => value !== undefined);
  const rising = [[null, "green"], ...bounds];
  // Where less is worse, each bound is where the next better colour begins.
  const colors = ["green", ...bounds.map(([, color]) => color)].reverse();
  const values = [null, ...bounds.map(([value]) => value).reverse()];
  const falling = colors.map((color, index) => [values[index], color]);
  const chosen = isBad === "below" ? falling : rising;
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(chosen.map(([value, color]) => ({ value, color })));
}

function describe(text, runbook) {
  return runbook === undefined ? text : `${text} [What to do](RUNBOOKS/${runbook}.md)`;
}

function withQueries(panel, queries, exemplars = false) {
  for (const [index, [expr, legend]] of queries.entries()) {
    const query = new DataqueryBuilder()
      .refId(String.fromCharCode("A".charCodeAt(0) + index))
      .expr(expr)
      .legendFormat(legend)
      .range();
    panel.withTarget(exemplars ? query.exemplar(true) : query);
  }
  return panel;
}
