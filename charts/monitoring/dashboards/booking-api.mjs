import { dashboard, lines } from "../panels.mjs";
import { of, quantile, rate, share } from "../queries.mjs";

const job = "booking-api";
const server = "http_server_request_duration_seconds";
const answered = of(job, 'http_route!="/v1/events"');

export const bookingApi = dashboard({
  uid: "okoshko-booking-api",
  title: "Okoshko / booking-api",
  description: "Requests, free times, refusals, transactions and jobs of booking-api.",
  job,
  rows: [
    {
      title: "Requests",
      panels: [
        lines({
          title: "Requests by route",
          description: "Of the ten busiest routes. Readers of the feed are kept waiting and ask rarely.",
          unit: "reqps",
          queries: [[`topk(10, ${rate(`${server}_count${of(job)}`, "http_route")})`, "{{http_route}}"]],
          stacked: true,
        }),
        lines({
          title: "Errors of ours",
          description: "Share of requests that ended with a 5xx. One in a thousand is allowed.",
          unit: "percentunit",
          queries: [
            [
              share(
                rate(`${server}_count${of(job, 'http_response_status_code=~"5.."')}`),
                rate(`${server}_count${of(job)}`),
              ),
              "5xx",
            ],
          ],
          warn: 0.001,
          alarm: 0.0144,
          runbook: "OkoshkoBookingApiErrors",
        }),
        lines({
          title: "Time to answer",
          description:
            "Without the feed, whose readers wait on purpose. 99 of 100 within half a second are promised.",
          unit: "s",
          queries: [0.5, 0.95, 0.99].map((q) => [quantile(q, server, answered), `p${q * 100}`]),
          warn: 0.25,
          alarm: 0.5,
          exemplars: true,
          runbook: "OkoshkoBookingApiSlow",
        }),
        lines({
          title: "Slowest routes",
          description: "p95 of the five slowest routes.",
          unit: "s",
          queries: [[`topk(5, ${quantile(0.95, server, answered, "http_route")})`, "{{http_route}}"]],
          warn: 0.25,
          alarm: 0.5,
          exemplars: true,
        }),
        lines({
          title: "Time to find free times",
          description: "p95 by what was asked for. 50 ms for ten masters and thirty days is the measure.",
          unit: "s",
          queries: [
            [quantile(0.95, "booking_availability_duration_seconds", of(job), "answer"), "{{answer}}"],
          ],
          warn: 0.05,
          alarm: 0.25,
          exemplars: true,
        }),
        lines({
          title: "Refusals",
          description:
            "By problem. slot-taken is a lost race; a rise of forbidden or unauthorized may be somebody who tries doors.",
          unit: "ops",
          queries: [[`topk(8, ${rate(`booking_refusals_total${of(job)}`, "problem")})`, "{{problem}}"]],
        }),
      ],
    },
    {
      title: "What goes on inside",
      panels: [
        lines({
          title: "Transactions in each other's way",
          description:
            "Deadlocks are tried again, and none is expected; a lock that was not given in time is a 503.",
          unit: "ops",
          queries: [[rate(`booking_transaction_conflicts_total${of(job)}`, "cause"), "{{cause}}"]],
          warn: 0.1,
        }),
        lines({
          title: "Requests that came again",
          description:
            "Answered from memory, without a second effect. Many mean that answers get lost on the way.",
          unit: "ops",
          queries: [[rate(`booking_idempotent_repeats_total${of(job)}`), "repeated"]],
        }),
        lines({
          title: "Jobs that failed",
          description: "By job, in an hour. They are tried again by themselves; the log says why they fail.",
          unit: "none",
          queries: [
            [
              `sum by (name) (increase(booking_job_runs_total${of(job, 'outcome="failed"')}[1h]))`,
              "{{name}}",
            ],
          ],
          warn: 1,
        }),
        lines({
          title: "Holds",
          description:
            "Live ones, and leaked ones: over for more than a minute and not ended. There should be none of these.",
          unit: "none",
          queries: [[`max by (state) (booking_holds${of(job)})`, "{{state}}"]],
          runbook: "OkoshkoHoldsLeak",
        }),
        lines({
          title: "Waitlist",
          description:
            "Wishes that wait, were offered a time, or are passed over because their matching fails.",
          unit: "none",
          queries: [[`max by (state) (booking_waitlist_wishes${of(job)})`, "{{state}}"]],
          runbook: "OkoshkoWishesPassedOver",
        }),
        lines({
          title: "Readers of the feed",
          description:
            "Answers of the event feed. The notifier asks at least every two seconds while nothing happens.",
          unit: "reqps",
          queries: [[rate(`${server}_count${of(job, 'http_route="/v1/events"')}`), "answers"]],
          runbook: "OkoshkoFeedNotRead",
        }),
      ],
    },
  ],
});
