# What the bot says at a master's desk, in English.

## Buttons
button-desk = My day
button-desk-today = Today
button-desk-day = The whole day: { $day }
button-desk-week = Week
button-desk-requests = Requests: { $count }
button-desk-book = Book a client
button-desk-block = Block time
button-desk-blocks = What is blocked
button-desk-share = Share free times
button-desk-waitlist = Waitlist
button-desk-feed = My calendar
button-desk-masters = Another master
button-desk-visit = Open the visit
button-day-before = ‹ { $day }
button-day-after = { $day } ›
button-week-before = ‹ Week before
button-week-after = Week after ›
button-page-before = ‹ Before
button-page-after = More ›
button-accept = Accept ✓
button-decline = Decline
button-propose = Propose another time
button-complete = It took place ✓
button-no-show = They didn't come
button-copy-phone = Copy phone number
button-why-other = Another reason
button-other-master = With another master
button-walk-in = The client is here
button-by-phone = For another time
button-nameless = Without a name
button-phone-skip = Without a number
button-book-sure = Book ✓
button-block-rest = Rest of the day
button-block-hours = From … to …
button-day-off = Day off
button-off-only = Only { $day }
button-off-sure = Take it off ✓
button-unblock = Open this time again
button-share-send = Send it to forward
button-copy-link = Copy link
button-feed-make = New address
button-feed-end = Switch the address off

## Day and week
desk-masters-text = <b>Whose day shall it be?</b>
desk-day-title =
    <b>{ $own ->
        [yes] Your day
       *[no] { $master }
    }: { $today ->
        [yes] today, { $day }
       *[no] { $day }
    }</b>
desk-day-sums =
    { $visits ->
        [0] No visits
        [one] { $visits } visit
       *[other] { $visits } visits
    }, { $free } free
desk-day-off = No working hours on this day.
desk-clock = It is { $time }.
desk-now = Here now: <b>{ $client }</b>, until { $until }.
desk-next = Next: <b>{ $client }</b> at { $time }, in { $in }.
desk-next-none = No more visits today.
desk-visit-line =
    <b>{ $hours }</b> { $client }, { $services } · { $state ->
        [pending] waits for your answer
        [coming] will come ✓
        [completed] took place ✓
        [no_show] no-show
       *[unanswered] booked
    }
desk-free-line = { $hours } free
desk-break-line = { $hours } break
desk-away-line =
    { $hours } { $note ->
        [none] blocked
       *[other] blocked: { $note }
    }
desk-visit-button = { $time } { $client }
desk-week-title =
    <b>{ $own ->
        [yes] Your week
       *[no] { $master }
    }: { $from } – { $to }</b>
desk-week-text = Tap a day to see all of it.
desk-week-day =
    { $day } · { $state ->
        [off] day off
        [full] { $visits ->
            [0] no visits
            [one] { $visits } visit
           *[other] { $visits } visits
        }
       *[free] { $visits ->
            [0] no visits
            [one] { $visits } visit
           *[other] { $visits } visits
        }, { $free } free
    }
desk-month-text = <b>{ $month }</b>. Which day shall it be?

## Requests
desk-requests-text =
    { $count ->
        [0] All requests are answered, nobody is waiting.
        [one] <b>{ $count } request waits for your answer.</b> The time is kept for the client meanwhile.
       *[other] <b>{ $count } requests wait for your answer.</b> The times are kept for the clients meanwhile.
    }
desk-request-button =
    { $proposed ->
        [yes] { $day }, { $time } · { $client } · another proposed
       *[no] { $day }, { $time } · { $client }
    }

## A visit
desk-visit-state =
    <b>{ $status ->
        [pending] A request, waiting for an answer
        [confirmed] Visit
        [completed] Visit, took place
        [no_show] No-show
        [cancelled] Visit, cancelled
        [declined] Request, declined
        [expired] Not booked: the time ran out
       *[other] Kept, but not booked yet
    }</b>
desk-visit-when = { $day }, { $hours }
desk-visit-note = The client writes: “{ $note }”
desk-visit-reason = Reason: { $reason }
desk-visit-proposal = Another time is proposed: <b>{ $day }, { $time }</b>. It is kept for the client until { $until }.
desk-client-name = Client: <b>{ $client }</b>
desk-client-phone = Phone: { $phone }
desk-client-no-phone = No phone number.
desk-client-history =
    { $visits ->
        [0] No visits yet
        [one] { $visits } visit took place
       *[other] { $visits } visits took place
    }, { $missed ->
        [0] no no-shows.
        [one] { $missed } no-show.
       *[other] { $missed } no-shows.
    }
desk-client-erased = a client who asked to be forgotten
desk-client-unknown = A client
desk-attendance =
    { $answer ->
        [coming] Answer to the reminder: will come ✓
       *[unanswered] No answer to a reminder yet.
    }
desk-unreachable =
    { $how ->
        [none] Not on Telegram: please call them about changes yourself.
       *[blocked] Our messages don't reach them: please call them about changes yourself.
    }
desk-before = Before it: { $hours } { $client }, { $services }
desk-before-none = Before it: nobody on that day.
desk-after = After it: { $hours } { $client }, { $services }
desk-after-none = After it: nobody on that day.

## Decisions
desk-notice = <i>{ $note }</i>
desk-note-accepted = Accepted ✓ We tell the client.
desk-note-marked =
    { $what ->
        [complete] Noted: the visit took place ✓
       *[no_show] Noted: the client didn't come.
    }
desk-note-refused =
    { $what ->
        [decline] Declined. We tell the client.
       *[cancel] Cancelled. We tell the client.
    }
desk-note-refused-because =
    { $what ->
        [decline] Declined, and the client is told why: “{ $reason }”.
       *[cancel] Cancelled, and the client is told why: “{ $reason }”.
    }
desk-note-planned =
    { $for ->
        [propose] Another time is proposed to the client: { $day }, { $time }. It is their turn now.
       *[move] Moved to { $day }, { $time }. We tell the client.
    }
desk-note-stands =
    This button came too late. { $status ->
        [pending] The request has changed and waits for an answer.
        [confirmed] The visit is confirmed.
        [completed] The visit took place.
        [no_show] It is noted as a no-show.
        [cancelled] The visit is cancelled.
        [declined] The request is declined.
       *[other] The time ran out.
    }
desk-too-late =
    <i>That is no longer possible. { $status ->
        [pending] It is still a request:
        [confirmed] The visit is confirmed:
        [completed] The visit took place:
        [no_show] It is noted as a no-show:
        [cancelled] The visit is cancelled:
        [declined] The request is declined:
       *[other] The time ran out:
    }</i>
desk-why-title =
    <b>{ $what ->
        [decline] Decline this request?
       *[cancel] Cancel this visit?
    }</b>
desk-why-text = Choose a reason, or write your own: the client will read it.
desk-why-own = The client will read: “{ $reason }”
desk-why-none =
    { $what ->
        [decline] Decline without a reason
       *[cancel] Cancel without a reason
    }
desk-why-sure =
    { $what ->
        [decline] Decline with this reason
       *[cancel] Cancel with this reason
    }
desk-reason =
    { $reason ->
        [full] We are fully booked at that time
        [ill] The master is ill
       *[away] The master is away at that time
    }
desk-reason-long = <i>That is { $length } characters, and { $longest } fit. Please write it shorter, such as “On that day I work in the morning only”.</i>
desk-reason-lost = <i>The text of the reason got lost. Please write it once more:</i>
desk-mark-title =
    <b>{ $what ->
        [complete] Did the visit take place?
       *[no_show] Did the client not come?
    }</b>
desk-mark-text =
    { $what ->
        [complete] Should this be a mistake, you can still note a no-show later.
       *[no_show] No-shows count: after some of them, this client's bookings come to you as requests first. Should this be a mistake, you can still note that the visit took place.
    }
desk-mark-sure =
    { $what ->
        [complete] Yes, it took place ✓
       *[no_show] Yes, they didn't come
    }

## Another time
desk-plan-title =
    <b>{ $for ->
        [propose] Propose another time
        [move] Move the visit
       *[book] New booking
    }</b>
    { $client }: { $services }
    Master: { $master }
desk-plan-before =
    { $for ->
        [propose] The client asks for { $day }, { $hours }
       *[move] Now: { $day }, { $hours }
    }
desk-plan-after = New time: <b>{ $day }, { $time }</b>
desk-plan-days-text = Which day?
desk-plan-days-none = No free times until { $last }.
desk-plan-masters-text = With which master?
desk-plan-times-text = <b>{ $day }</b>. What time?
desk-plan-taken =
    This time has just been taken. { $left ->
        [some] These are the nearest ones:
       *[none] Please choose another one.
    }
desk-plan-sure-text =
    { $for ->
        [propose] The client gets a message and can agree or refuse. Both times are kept until they answer.
       *[move] The client gets a message with the new time.
    }
desk-plan-sure =
    { $for ->
        [propose] Propose ✓
       *[move] Yes, move it ✓
    }
desk-plan-lost = <i>Sorry, I lost the place in our conversation; nothing was changed. Please begin again:</i>

## Book a client
desk-book-text =
    <b>Book a client</b>
    Master: { $master }

    Is the client here already, or do they call to come at another time?
desk-client-title =
    <b>{ $when ->
        [now] The client is here
       *[later] A booking for another time
    }</b>
desk-client-text =
    Choose who it is, or write the name of a new client, if you like with their number: “Lida +371 20 000 002”. { $more ->
        [yes] These are not all: to find the others, write a part of their name or number.
       *[no] To find somebody, write a part of their name or number.
    }
desk-client-found =
    You wrote: “{ $search }”. { $count ->
        [0] There is no such client yet.
        [one] { $count } client is like that.
       *[other] { $count } clients are like that.
    }
desk-client-number-only = To add a new client with this number, write their name too: “Lida +371 20 000 002”.
desk-client-new = New client: { $name }
desk-client-button =
    { $phone ->
        [none] { $name }
       *[other] { $name } · { $phone }
    }
desk-guest = Guest
desk-name-long = <i>That name is long: { $longest } characters fit. Please write it shorter, such as “Lida Krotova”.</i>
desk-phone-text =
    New client: <b>{ $name }</b>

    What is their phone number? Write it with the country code, such as +371 20 000 002.
desk-phone-wrong = <i>That doesn't look like a phone number. It needs the country code, such as +371 20 000 002.</i>
desk-services-text = What is to be done? You can choose several.
desk-services-none = <i>Choose at least one service first.</i>
desk-services-done = Go on: { $duration }, { $price }
desk-now-none = <i>There is no free time left today. These are the next days:</i>
desk-book-sure-title = <b>Please check and book</b>
desk-book-sure-text =
    { $told ->
        [yes] The client gets a confirmation and reminders.
       *[no] The client is not on Telegram: there will be no reminders.
    }
desk-booked = <i>Booked ✓</i>

## Block time
desk-block-title =
    <b>{ $own ->
        [yes] Block your time
       *[no] Block a master's time: { $master }
    }</b>
desk-block-text =
    Nobody can book what is blocked. Leave for some minutes right now, or block another time? { $count ->
        [0] Nothing is blocked so far.
       *[other] What is blocked is below: tap it to open it again.
    }
desk-block-minutes = For { $duration }
desk-unblock = Open: { $when }
desk-block-from-text = <b>{ $day }</b>. From what time?
desk-block-to-text = <b>{ $day }, from { $from }</b>. Until what time?
desk-time-off =
    { $shape ->
        [hours] { $first }, { $from }–{ $to }
        [day] { $first }, the whole day
        [days] { $first } – { $last }
       *[long] { $first }, { $from } – { $last }, { $to }
    }
desk-blocked-title = <b>Blocked: { $when }</b>
desk-blocked-text =
    { $count ->
        [0] Nobody is booked in that time.
        [one] { $count } client is booked in that time. The visit stays until you move it:
       *[other] { $count } clients are booked in that time. Their visits stay until you move them:
    }
desk-staying-line = · { $day }, { $time } { $client }
desk-staying-button = { $day }, { $time } · { $client }
desk-unblocked = <i>This time can be booked again ✓</i>
desk-off-text = <b>{ $month }</b>. Which day do you take off? For a holiday, tap its first day.
desk-off-last = <b>{ $month }</b>. The first day is { $first }. Tap the last one, or take only this one.
desk-off-sure-title = <b>Day off: { $when }</b>

## Free times for clients
desk-share-title = <b>{ $master }: free times</b>
desk-share-line =
    { $day }: { $times }{ $more ->
        [0] .
       *[other] {" "}and { $more } more.
    }
desk-share-text = This is what your client sees. The link leads straight to a booking with you:
desk-share-none =
    { $span ->
        [today] There are no free times today.
        [tomorrow] There are no free times tomorrow.
       *[week] There are no free times in the next seven days.
    } The link leads to a booking with you all the same:
desk-share-sent = <i>The message is below: forward it to whom you like.</i>
desk-share-span =
    { $span ->
        [today] Today
        [tomorrow] Tomorrow
       *[week] Week
    }

## Waitlist
desk-waitlist-text =
    { $count ->
        [0] Nobody is waiting for a time to come free.
        [one] <b>{ $count } client waits for a time to come free.</b> We offer it to them ourselves.
       *[other] <b>{ $count } clients wait for a time to come free.</b> We offer it to them ourselves, one after the other.
    }
desk-wish-client = <b>{ $client }</b>: { $services }
desk-wish-when =
    { $days ->
        [one] { $from }
       *[many] { $from } – { $to }
    }, { $parts ->
        [any] at any time
       *[other] { $parts }
    }, { $master ->
        [any] with any master
        [named] with { $name } only
       *[this] with this master only
    }
desk-wish-offer = Offered right now: { $day }, { $time }, until { $until }.

## Calendar
desk-feed-text =
    <b>{ $own ->
        [yes] Your visits in your phone's calendar
       *[no] Visits in a calendar: { $master }
    }</b>

    We make a private address that any calendar can subscribe to, and show it once. A new address ends the one before.

    Whoever knows the address can read the visits: don't pass it on.
desk-feed-address =
    The calendar's address, shown once:

    <code>{ $url }</code>

    Add it to your calendar as a subscription. Don't pass it on: whoever knows it can read the visits.
desk-feed-nowhere = Calendars can't reach us yet: this installation has no public address. Whoever set it up can change that.
desk-feed-ended = <i>The address is switched off: calendars can't read it any more.</i>

## What is no longer there
desk-master-gone = <i>This master doesn't work here any more.</i>
desk-visit-gone = <i>This visit is not yours to see, or it is no longer there.</i>
