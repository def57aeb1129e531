// Pieces of PromQL for dashboards: the namespace and the instances that were chosen, and ranges that fit the zoom.

/** Series of one service's chosen instances, or of all services'. */
export const of = (job, labels = "") =>
  `{namespace="$namespace"${job ? `,job="${job}"` : ""},instance=~"$instance"${labels && `,${labels}`}}`;

/** Events a second, by some labels. */
export const rate = (series, by = "") => `sum by (${by}) (rate(${series}[$__rate_interval]))`;

/** Events in the hour that ends. */
export const perHour = (series, by = "") => `sum by (${by}) (increase(${series}[1h]))`;

/** A quantile of a histogram, by some labels. */
export const quantile = (q, histogram, selector, by = "") =>
  `histogram_quantile(${q}, sum by (le${by && `, ${by}`}) (rate(${histogram}_bucket${selector}[$__rate_interval])))`;

/** A share, 0 when there was nothing of the kind among something, and nothing when there was nothing at all. */
export const share = (part, whole) => `(${part} or ${whole} * 0) / (${whole} > 0)`;
