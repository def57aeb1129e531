import { dashboard, lines, number } from "../panels.mjs";
import { of, perHour, share } from "../queries.mjs";

const job = "booking-api";
const events = (type) => perHour(`booking_events_total${of(job, `type="${type}"`)}`);
const eventsPerHour = (names) =>
  names.map((name) => [events(`appointment.${name}`), name.replaceAll("_", " ")]);

export const business = dashboard({
  uid: "okoshko-business",
  title: "Okoshko / Business",
  description: "What clients and the business do, in numbers and without names.",
  job,
  rows: [
    {
      title: "Now",
      panels: [
        number({
          title: "Visits in the next 24 hours",
          description: "Booked, or asked for.",
          unit: "none",
          queries: [[`max(booking_visits_next_day${of(job)})`, "visits"]],
          w: 6,
        }),
        number({
          title: "Requests without an answer",
          description: "Clients wait for the business's yes.",
          unit: "none",
          queries: [[`max(booking_pending_requests${of(job)})`, "requests"]],
          warn: 10,
          w: 6,
        }),
        number({
          title: "Wishes on the waitlist",
          description: "Clients who would come if a time were free.",
          unit: "none",
          queries: [[`sum(max by (state) (booking_waitlist_wishes${of(job)}))`, "wishes"]],
          w: 6,
        }),
        number({
          title: "Times held",
          description: "By clients who are choosing, and offers that were made.",
          unit: "none",
          queries: [[`max(booking_holds${of(job, 'state="live"')})`, "held"]],
          w: 6,
        }),
      ],
    },
    {
      title: "By the hour",
      panels: [
        lines({
          title: "Bookings",
          description: "Confirmed at once or by the business, asked for, and moved.",
          unit: "none",
          queries: eventsPerHour(["confirmed", "requested", "rescheduled"]),
        }),
        lines({
          title: "Visits that do not take place",
          description: "Called off, turned down, or nobody came.",
          unit: "none",
          queries: eventsPerHour(["cancelled", "declined", "missed"]),
        }),
        lines({
          title: "Visits that took place",
          description: "Marked by staff, or a day after their end.",
          unit: "none",
          queries: eventsPerHour(["completed"]),
        }),
        lines({
          title: "From a held time to a booking",
          description:
            "Share of held times that became bookings or requests. A sudden fall means that something is in people's way.",
          unit: "percentunit",
          queries: [
            [
              share(
                perHour(
                  `booking_events_total${of(job, 'type=~"appointment.(confirmed|requested)",actor="client"')}`,
                ),
                perHour(`booking_holds_total${of(job, 'kind="choice"')}`),
              ),
              "share",
            ],
          ],
          warn: 0.2,
          isBad: "below",
        }),
        lines({
          title: "Lost races for a time",
          description: "Somebody else was faster. More than a few an hour: there are too few free times.",
          unit: "none",
          queries: [
            [
              perHour(`booking_refusals_total${of(job, 'problem="slot-taken"')}`, "operation"),
              "{{operation}}",
            ],
          ],
        }),
        lines({
          title: "Held and let go",
          description: "Holds that ran out or were released without a booking.",
          unit: "none",
          queries: [[perHour(`booking_holds_ended_total${of(job)}`, "how"), "{{how}}"]],
        }),
        lines({
          title: "Offers to the waitlist",
          description: "Times that became free and were offered.",
          unit: "none",
          queries: [[events("waitlist.offered"), "offered"]],
        }),
        lines({
          title: "Who brings it about",
          description: "Events by who was behind them: clients, staff, or the system.",
          unit: "none",
          queries: [[perHour(`booking_events_total${of(job)}`, "actor"), "{{actor}}"]],
          stacked: true,
        }),
        lines({
          title: "Links into the chat",
          description: "By what they lead to. They are followed from posters, posts and shared times.",
          unit: "none",
          queries: [
            [
              `sum by (kind) (increase(bot_deep_links_total{namespace="$namespace",job="bot"}[1h]))`,
              "{{kind}}",
            ],
          ],
        }),
      ],
    },
  ],
});
