# What the bot says at the owner's desk, in English.

## Buttons
button-manage = Manage
manage-button-services = Services
manage-button-masters = Masters
manage-button-staff = Staff and roles
manage-button-clients = Clients
manage-button-policies = Booking rules
manage-button-business = About us
manage-button-closures = Holidays
manage-button-audit = Log of changes
manage-button-before = ‹ Previous
manage-button-after = Next ›
manage-button-new-service = Add a service
manage-button-new-master = Add a master
manage-button-performers = Who does it
manage-button-before-visit = Pause before
manage-button-after-visit = Pause after
manage-button-up = Move up
manage-button-down = Move down
manage-button-hide = Hide
manage-button-show = Show
manage-button-does = They do it
manage-button-does-not = They don't do it
manage-button-leave = Leave as it is
manage-button-mine = Save mine: { $value }
manage-button-week = Working week
manage-button-days = Days that differ
manage-button-invite-them = Invite to the bot
manage-button-free-day = Day off
manage-button-closed = Closed
manage-button-usual = Usual hours
manage-button-copy = Copy to other days
manage-button-break = Break { $hours }
manage-button-workdays = All weekdays
manage-button-all-days = The whole week
manage-button-date = Choose a date
manage-button-import = Import a list
manage-button-invite = Invite somebody
manage-button-invitations = { $invitations ->
        [one] { $invitations } open invitation
       *[other] { $invitations } open invitations
    }
manage-button-revoke = Take back: { $name }
manage-button-copy-link = Copy the link
manage-button-share = Send it
manage-button-master-card = Their card as a master
manage-button-as-master = A master
manage-button-as-admin = An administrator
manage-button-as-owner = An owner
manage-button-make-owner = Make an owner
manage-button-make-admin = Make an administrator
manage-button-demote-sure = Yes, make them an administrator
manage-button-remove = Take the rights away
manage-button-remove-sure = Yes, take them away
manage-button-all-clients = All clients
manage-button-visits = Visits
manage-button-export = Their data as a file
manage-button-erase = Forget this client
manage-button-erase-on = Yes, go on
manage-button-erase-sure = Forget for good
manage-button-broadcasts = Broadcasts
manage-button-new-broadcast = Write a broadcast
manage-button-without-ru = No Russian text
manage-button-without-en = No English text
manage-button-to-all = Everybody
manage-button-to-visited-since = Who has visited since…
manage-button-to-not-visited-since = Who has not visited since…
manage-button-months-ago = { $months ->
        [one] { $months } month ago
       *[other] { $months } months ago
    }
manage-button-whoevers = Any master's
manage-button-look-ru = See it in Russian ({ $count })
manage-button-look-en = See it in English ({ $count })
manage-button-change-ru = Russian text
manage-button-change-en = English text
manage-button-change-kind = Who gets it
manage-button-send = Send to { $total ->
        [one] { $total } person
       *[other] { $total } people
    }
manage-button-refresh = Refresh
manage-button-stop = Stop
manage-button-stop-sure = Yes, stop it
manage-button-retry = Try again
manage-service-button = { $service } · { $duration } · { $price }
manage-service-hidden-button = { $service } · hidden
manage-master-button = { $name } · { $services ->
        [one] { $services } service
       *[other] { $services } services
    }
manage-master-hidden-button = { $name } · hidden
manage-does-button = { $name } · yes ✓
manage-does-not-button = { $name } · no
manage-weekday-button = { $day } · { $hours }
manage-day-button = { $day } · { $hours }
manage-person-button = { $name } · { $role }
manage-client-button = { $name } · { $phone }

## The first screen
manage-title = <b>{ $business }</b>: management
manage-today = Today, { $day }
manage-visits-today = Visits today: <b>{ $visits }</b>{ $more ->
        [yes] {" "}or more
       *[no] {""}
    }
manage-next-visit = Next at { $time }: { $client }, with { $master }
manage-requests = Requests waiting for an answer: <b>{ $requests }</b>
manage-staff-count = People on the staff: <b>{ $staff }</b>
manage-next-step =
    <b>Clients cannot book yet.</b> { $step ->
        [master] Begin with a master: “Masters”, “Add a master”.
        [hours] Next come working hours: “Masters”, the name, “Working week”.
        [service] Next comes a service: “Services”, “Add a service”.
       *[performer] What is left is who does it: “Services”, its name, “Who does it”.
    }

## Said about anything
manage-thing-title = <b>{ $name }</b>
manage-line = { $label }: <b>{ $value }</b>
manage-about-line = <i>{ $about }</i>
manage-edit-title = <b>{ $whose }</b>: { $label }
manage-edit-now = Now: <b>{ $value }</b>
manage-saved = ✓ Saved. { $label }: <b>{ $value }</b>
manage-you-wrote = You wrote: “{ $text }”
manage-conflict =
    Somebody has changed this while you were deciding. Now it is: <b>{ $now }</b>.
    Nothing was overwritten. Yours is kept: <b>{ $mine }</b>.
manage-changed-meanwhile = Somebody else was changing this at the same moment. Nothing of theirs was overwritten: here is how it is now.
manage-gone = <i>That isn't there any more. Here is where you can go on:</i>
manage-refused = <i>That could not be saved. Nothing has changed.</i>
manage-not-yours = <i>This desk is for owners and administrators.</i>
manage-only-owner = <i>Only an owner decides about that.</i>
manage-not-said = not given
manage-no-span = none
manage-never = never
manage-as-business = as the business
manage-as-service = as the service
manage-no-quiet = no quiet hours
manage-lead = { $span } before
manage-days-span = { $days ->
        [one] { $days } day
       *[other] { $days } days
    }

## Names of values
manage-label-name = Name
manage-label-person-name = Name
manage-label-name-ru = Name in Russian
manage-label-name-en = Name in English
manage-label-about = Description
manage-label-about-ru = Description in Russian
manage-label-about-en = Description in English
manage-label-title = Name
manage-label-title-ru = Name in Russian
manage-label-title-en = Name in English
manage-label-address = Address
manage-label-address-ru = Address in Russian
manage-label-address-en = Address in English
manage-label-phone = Phone
manage-label-location = Point on the map
manage-label-zone = Time zone
manage-label-currency = Currency
manage-label-duration = Duration
manage-label-price = Price
manage-label-buffers = Pauses
manage-label-before = Pause before the visit
manage-label-after = Pause after the visit
manage-label-approval = Confirmation
manage-label-reminders = Reminders
manage-label-own-reminders = Reminders
manage-label-performers = Done by
manage-label-repertoire = Services
manage-label-told-in = Language
manage-label-step = Step of times
manage-label-notice = Notice to book
manage-label-horizon = Book ahead
manage-label-hold = Time to decide
manage-label-change-notice = Notice to change
manage-label-active-limit = Bookings per client
manage-label-hold-limit = Tries per hour
manage-label-approval-after = Ask after no-shows
manage-label-proposal = Proposal holds
manage-label-offer = Waitlist offer holds
manage-label-retention = Forget clients after
manage-label-quiet = Quiet hours
manage-label-needs-phone = Phone number
manage-label-role = Role
manage-label-client-phone = Phone
manage-label-visits = Visits
manage-label-no-shows = No-shows
manage-label-since = With us since

## What is asked for
manage-ask-name-ru = Write the name in Russian, as clients will see it.
manage-ask-name-en = Write the name in English, as clients will see it.
manage-ask-person-name = Write the name, as colleagues will read it here.
manage-ask-about-ru = Write a sentence or two in Russian. To remove the description, send a dash: –
manage-ask-about-en = Write a sentence or two in English. To remove the description, send a dash: –
manage-ask-title-ru = Write the name of the business in Russian.
manage-ask-title-en = Write the name of the business in English.
manage-ask-address-ru = Write the address in Russian, as people would tell it to a taxi. To remove it, send a dash: –
manage-ask-address-en = Write the address in English, as people would tell it to a taxi. To remove it, send a dash: –
manage-ask-phone = Clients see this number when they need a human. Write it with the country's code, such as +371 20 000 000.
manage-ask-location = Clients get this point with each booking. Send a location (paper clip, Location), or write latitude and longitude, such as 56.9496, 24.1052.
manage-ask-duration = How long it takes, without pauses. Choose or write, such as 50 or 1 h 20 min.
    Visits that are booked already keep their length.
manage-ask-price = Write the price, such as 25 or 25.50. Visits that are booked already keep theirs.
manage-ask-before = Time to prepare: nobody can book it. Choose or write minutes, such as 10.
manage-ask-after = Time to tidy up: nobody can book it. Choose or write minutes, such as 10.
manage-ask-approval = Either a client is booked at once, or the master agrees to each booking first.
manage-ask-own-reminders = When clients of this service are reminded. Choose or write, such as 24 h, 2 h.
manage-ask-told-in = The language in which this master gets messages.
manage-ask-step = How far apart the offered times are: with 30 min, visits begin at 10:00, 10:30, 11:00 … Choose or write minutes, such as 20.
manage-ask-notice = How long before its beginning a visit can still be booked. Choose or write, such as 90 min or 3 h.
manage-ask-horizon = How many days ahead clients may book. Choose or write a number of days, such as 45.
manage-ask-hold = How long a chosen time is kept for a client who looks at the last question. Choose or write minutes, such as 7.
manage-ask-change-notice = Until how long before the visit clients may move or cancel by themselves. Later they have to call. Choose or write, such as 12 h.
manage-ask-active-limit = How many visits one client may have booked at once. Choose or write a number, such as 4.
manage-ask-hold-limit = How many times one client may pick within an hour. It stops those who block times for fun. Choose or write a number, such as 20.
manage-ask-approval-after = After so many missed visits a client's bookings have to be agreed to. Choose or write a number; “never” switches it off.
manage-ask-proposal = How long a time that you propose is kept for the client's answer. Choose or write hours, such as 18.
manage-ask-offer = How long a time that came free is kept for the first person of the waitlist before the next one is asked. Choose or write minutes, such as 20.
manage-ask-retention = Clients without a visit for so long are forgotten: name, phone, account. Choose or write days, such as 500; “never” switches it off.
manage-ask-quiet = Nobody gets reminders in these hours; they come before. Choose or write, such as 22–8.
manage-ask-reminders = When clients are reminded of a visit, up to four times. Choose or write, such as 24 h, 2 h.
manage-ask-needs-phone = Whether clients have to leave a phone number before they can book.
manage-ask-hours = Choose, or write the hours, such as 10–19 or 10:00–14:00, 15:00–19:00. The gap is a break.
manage-ask-day = Choose, or write the hours of this day, such as 10–15. Visits that are booked stay booked.

## When an answer isn't understood
manage-fault-number = I need a number here, from { $min } to { $max }. For example: { $example }
manage-fault-range = That is outside of what is possible: from { $min } to { $max }. For example: { $example }
manage-fault-price = I need an amount, such as { $example }
manage-fault-text = That is too long: at most { $max } characters, please.
manage-fault-buttons = Please choose with the buttons below.
manage-fault-leads = I need up to four times before the visit, from 10 minutes to 7 days. For example: 24 h, 2 h
manage-fault-quiet = I need two times of day, from and to. For example: 21–9
manage-fault-phone = I need a phone number. For example: +371 20 000 000
manage-fault-hours = I need hours from and to, without overlaps. For example: 10–19, or 10:00–14:00, 15:00–19:00
manage-fault-date = I need a date from today on. For example: 24.12 or 24 December
manage-fault-holidays = I need a JSON list in which each item has a date and a name, each date once.
manage-fault-location = I need a point: send a location, or write latitude and longitude. For example: 56.9496, 24.1052

## Services
manage-services-title = <b>Services</b>
manage-services-text = In the order in which clients see them. Tap one to change it.
manage-services-none = There are none yet. Add the first one.
manage-service-is-hidden = <i>Hidden: nobody can book it.</i>
manage-shown = ✓ Clients see it now.
manage-hidden = ✓ Hidden. Visits that are booked stay booked.
manage-moved = ✓ Moved.
manage-not-moved = It is at the end already.
manage-buffers = { $before } before, { $after } after
manage-approval-asked = the master agrees first
manage-approval-at-once = at once
manage-nobody-yet = nobody yet, so nobody can book it
manage-place = Place in the list: { $place } of { $total }
manage-performers-text = Who does <b>{ $service }</b>? Tap a name to change it, or to set their own price and duration.
manage-new-service-title = <b>A new service</b>
manage-new-service-name = What is it called? Write the name, such as “Haircut”.
manage-new-service-duration = How long does it take? Choose or write, such as 50 or 1 h 20 min.
manage-new-service-price = What does it cost? Write the price, such as 25 or 25.50.
manage-service-made = ✓ <b>{ $name }</b> is in the list. Clients see it as soon as somebody does it:

## Masters
manage-masters-title = <b>Masters</b>
manage-masters-text = As clients see them. Tap one to change them.
manage-masters-none = There are none yet. Add the first one.
manage-master-is-hidden = <i>Hidden: nobody can book them.</i>
manage-master-shown = ✓ Clients see this master now.
manage-master-hidden = ✓ Hidden. Visits that are booked stay booked.
manage-master-joined = Gets messages in this bot ✓
manage-master-not-joined = Not in this bot yet: messages about visits do not reach them.
manage-nothing-yet = none yet
manage-new-master-text = <b>A new master</b>
    What are they called? Write the name as clients will see it, such as “Ada Lane”.
manage-master-made = ✓ <b>{ $name }</b> is in the list. Next: services, working week, and an invitation to the bot.
manage-repertoire-text = What does <b>{ $name }</b> do? Tap a service to change it, or to set their own price and duration.
manage-offering-title = <b>{ $master }</b>: { $service }
manage-offering-not = They don't do this service.
manage-does-now = ✓ They do it now.
manage-does-no-longer = ✓ They don't do it any more. Visits that are booked stay booked.
manage-own-line = { $label }: <b>{ $value }</b>, their own
manage-usual-line = { $label }: <b>{ $value }</b>, as the service
manage-in-ru = Russian
manage-in-en = English

## Hours
manage-week-title = <b>{ $name }</b>: the working week
manage-week-text = { $hours } h a week. Tap a day to change it.
manage-closed = day off
manage-usual = usual hours
manage-whole-business = The whole business
manage-still-booked = { $visits ->
        [one] { $visits } visit of that day stays booked: please look whether it still fits.
       *[other] { $visits } visits of that day stay booked: please look whether they still fit.
    }
manage-copy-text = <b>{ $day }</b>: { $hours }
    To which days shall this be copied? What they have now is replaced.
manage-copied = ✓ Copied to: { $days }
manage-days-title = <b>{ $name }</b>: days that differ
manage-days-text = Days off and other hours. Choose a date, or write it, such as 24.12.
manage-closures-title = <b>Holidays of the whole business</b>
manage-closures-text = Days on which all are off, or keep other hours. A master's own day goes before it. Choose a date, or write it, such as 24.12.
manage-days-none = Within a year there are none.
manage-days-more = { $days ->
        [one] And { $days } more later.
       *[other] And { $days } more later.
    }
manage-dates-text = <b>{ $month }</b>. Which day? You can also write it, such as 24.12.
manage-import-text =
    <b>Import holidays</b>
    Paste a list in JSON: a date and a name each.
    <code>{ $example }</code>
    Days that are not in the list stay as they are.
manage-imported = ✓ Imported. Days that are new or different: <b>{ $changed }</b>, unchanged: <b>{ $unchanged }</b>.

## Staff
manage-staff-title = <b>Staff and roles</b>
manage-staff-text = Who may do what here. Tap a name to see it.
manage-role-owner = owner
manage-role-admin = administrator
manage-role-master = master
manage-rights-owner = May do everything, also decide about owners and administrators.
manage-rights-admin = May change services, hours, rules and masters, but not owners and administrators.
manage-rights-master = Sees their own visits and keeps their own hours.
manage-only-owners-decide = Only an owner can change this.
manage-last-owner = This is the only owner: a business needs one. Invite another owner first.
manage-demote-title = <b>Make { $name } an administrator?</b>
manage-demote-text = They lose an owner's rights at once. They become an administrator when they open the invitation that you send them.
manage-remove-title = <b>Take the rights of { $name } away?</b>
manage-remove-master = They will not see the desk any more and get no messages about visits. In the list of masters they stay, and visits stay booked.
manage-remove-staff = They will not see this desk any more, from this moment on.
manage-removed = ✓ Done. Their rights are gone.
manage-left = ✓ You are not on the staff any more. All the best!
manage-invite-text = Whom do you invite? The link that you get works once and for seven days.
manage-invite-masters-text = Whom do you invite? Administrators and owners are invited by an owner. The link works once and for seven days.
manage-invite-which = Which master is it?
manage-invite-none = All masters are in the bot already. For a new one, add them to the list first.
manage-invite-name = What is their name? They become: { $role }.
manage-invited =
    <b>An invitation for { $name }</b> ({ $role })
    Send them this link. It works once, until { $until }:
    { $link }
    Whoever opens it gets the role, so send it to nobody else.
manage-invited-line = ✓ Invitation for { $name } ({ $role })
manage-share-text = Join { $business } as { $role }:
manage-has-account = <i>This master has joined already.</i>
manage-invitations-title = <b>Open invitations</b>
manage-invitations-none = There are none.
manage-invitation-line = · { $name }, { $role }, until { $until }
manage-revoked = ✓ The link does not work any more.
manage-welcome = <b>Welcome, { $name }!</b> Your role here: { $role }.
manage-welcome-owner = This is your desk. /manage opens it at any time.
manage-welcome-admin = This is your desk. /manage opens it at any time.
manage-welcome-master = This is your desk. /desk opens it at any time. You will be told here of each booking.
manage-invitation-invalid = <i>This invitation can't be accepted: it was used, was taken back, or is older than seven days. Please ask for a new one.</i>
manage-already-joined = <i>You have this role already, or a higher one.</i>

## Rules and business
manage-policies-title = <b>Booking rules</b>
manage-policies-text = Tap a rule to see what it means and to change it.
manage-business-title = <b>About the business</b>
manage-business-text = Clients see name, address and phone. Time zone and currency are set up once.
manage-phone-needed = needed to book
manage-phone-optional = not needed

## Clients
manage-clients-title = <b>Clients</b>
manage-clients-text = To find somebody, write a part of their name or number.
manage-clients-found = Found for “{ $search }”. Write something else to search again.
manage-clients-none = Nobody.
manage-client-reachable = Messages reach them ✓
manage-client-unreachable = Messages do not reach them: they have blocked the bot. Better call.
manage-client-no-account = Booked without Telegram: messages do not reach them.
manage-visits-title = <b>{ $name }</b>: visits
manage-visits-none = There are none yet.
manage-visit-line = · { $when }: { $services }, { $master } ({ $state })
manage-state-held = being decided
manage-state-pending = waits for an answer
manage-state-confirmed = booked
manage-state-completed = took place
manage-state-no-show = missed
manage-state-cancelled = cancelled
manage-state-declined = declined
manage-state-expired = ran out
manage-export-caption = All that is kept about this client.
manage-erase-text = <b>Forget { $name }?</b>
    Visits ahead are cancelled; name, phone and account are removed for good. Past visits stay, without a person.
manage-erase-twice = <b>Really forget { $name }?</b> This can't be undone.
manage-erased = ✓ Forgotten.

## Broadcasts
manage-broadcasts-title = <b>Broadcasts</b>
manage-broadcasts-text = News to many clients at once, to each in their language. Latest first: tap one to see what became of it.
manage-broadcasts-none = News to many clients at once, to each in their language. There were none so far.
manage-broadcast-line = { $day } · { $state } · { $text }
manage-broadcast-state-sending = on its way
manage-broadcast-state-done = sent
manage-broadcast-state-stopped = stopped
manage-broadcast-title = <b>New broadcast</b>
manage-broadcast-ask-ru = Write the Russian text, up to { $max } characters. Those who chose Russian will get it.
manage-broadcast-ask-en = Write the English text, up to { $max } characters. Those who chose English will get it.
manage-broadcast-now = It is now:
manage-broadcast-quote = <blockquote>{ $text }</blockquote>
manage-broadcast-ask-kind = Who should get it? Those who asked for no broadcasts won't, whatever you choose.
manage-broadcast-ask-since = Who has visited since which day, or is going to? Choose one or write a date, such as 1 September.
manage-broadcast-ask-not-since = Whom haven't we seen since which day? Choose one or write a date, such as 1 September.
manage-broadcast-ask-master = Clients of which master?
manage-broadcast-some-words = There have to be words in at least one language.
manage-fault-long = That text has { $length ->
        [one] { $length } character
       *[other] { $length } characters
    }, and { $max } fit. Please shorten it and send it again.
manage-fault-since = This needs a date, today or earlier. For example: 01/09 or 1 September 2025
manage-audience-all = all clients
manage-audience-visited-since = those who visited on { $day } or later
manage-audience-not-visited-since = those who haven't visited since { $day }
manage-audience-of = { $who }, master { $master }
manage-label-audience = For
manage-label-state = State
manage-broadcast-count = Will get it: <b>{ $total }</b> (Russian { $ru }, English { $en })
manage-broadcast-message-ru = What they see in Russian:
manage-broadcast-message-en = What they see in English:
manage-broadcast-foreign-ru = There is no Russian text, so those who chose Russian see this:
manage-broadcast-foreign-en = There is no English text, so those who chose English see this:
manage-broadcast-button = And a button below: “{ $label }”
manage-broadcast-sure = Shall it go out? What is sent can't be taken back.
manage-broadcast-nobody = Nobody would get it now. Please choose other people.
manage-broadcast-begun = ✓ It is on its way. You may leave this screen: it goes on by itself.
manage-broadcast-sent-before = <i>This broadcast went out before your last changes, so we did not send it again. Here it is:</i>
manage-broadcast-lost = <i>Sorry, the draft was not kept. Your texts are still above in the chat: copy them and begin anew.</i>
manage-broadcast-one = <b>Broadcast</b>
manage-broadcast-counting = Counting who it is for…
manage-broadcast-delivered = Delivered: <b>{ $delivered }</b> of { $total }
manage-broadcast-waiting = Still waiting: { $count }
manage-broadcast-unreachable = Not reached, they blocked the bot: { $count }
manage-broadcast-failed = Failed: { $count }
manage-broadcast-unknown = Not known whether it arrived: { $count }
manage-broadcast-left-out = Not sent: { $count }
manage-broadcast-as-of = <i>As of { $time }.</i>
manage-broadcast-stop-text = <b>Stop this broadcast?</b>
    { $delivered } already have it and keep it. The others won't get it. It can't be resumed.
manage-broadcast-stopped = ✓ Stopped.
manage-broadcast-was-done = <i>It was done already, there is nothing to stop.</i>
manage-broadcast-away = Broadcasts don't answer at the moment. What is on its way won't get lost. Please try again in a minute.
manage-broadcast-away-draft = Broadcasts don't answer at the moment. Your draft is kept. Please try again in a minute: nothing goes out twice.
manage-broadcast-not-sure = <i>There was no answer. It is safe to try again: nothing goes out twice.</i>

## Changes
manage-audit-title = <b>Latest changes</b>
manage-audit-none = Nothing has happened yet.
manage-audit-line = · { $when }. <b>{ $who }</b>: { $what }
manage-doer-client = a client
manage-doer-forgotten = a person who is forgotten
manage-doer-program = another program
manage-doer-database = somebody, right in the database
manage-doer-system = the system
manage-did-something = changed something about { $subject }
manage-subject-appointment = a visit
manage-subject-business = the business
manage-subject-client = a client
manage-subject-closure = a holiday
manage-subject-master = a master
manage-subject-offering = what a master does
manage-subject-override = a master's day
manage-subject-service = a service
manage-subject-staff = the staff
manage-subject-invitation = an invitation
manage-subject-other = the settings
manage-did-update-business = changed rules or data of the business
manage-did-create-service = added a service
manage-did-update-service = changed a service
manage-did-create-master = added a master
manage-did-update-master = changed a master
manage-did-put-offering = set what a master does
manage-did-delete-offering = took a service from a master
manage-did-put-working-hours = changed a working week
manage-did-put-override = changed the hours of a day
manage-did-delete-override = brought back the usual hours of a day
manage-did-put-closure = set a holiday
manage-did-delete-closure = removed a holiday
manage-did-import-holidays = imported holidays
manage-did-create-hold = picked a time
manage-did-release-hold = let a time go
manage-did-confirm-appointment = booked
manage-did-cancel-appointment = cancelled a visit
manage-did-reschedule-appointment = moved a visit
manage-did-answer-attendance = said that they will come
manage-did-accept-appointment = agreed to a request
manage-did-decline-appointment = declined a request
manage-did-propose-time = proposed another time
manage-did-accept-proposal = took the proposed time
manage-did-refuse-proposal = refused the proposed time
manage-did-complete-appointment = noted that a visit took place
manage-did-mark-no-show = noted that a client did not come
manage-did-join-waitlist = joined the waitlist
manage-did-leave-waitlist = left the waitlist
manage-did-put-me = changed their own data
manage-did-erase-me = asked to be forgotten
manage-did-erase-client = forgot a client
manage-did-update-staff-member = changed the name of somebody of the staff
manage-did-remove-staff = took somebody's rights away
manage-did-create-invitation = invited somebody
manage-did-revoke-invitation = took an invitation back
manage-did-accept-invitation = joined the staff
manage-did-create-api-key = made a key for another program
manage-did-revoke-api-key = ended a program's key
manage-did-create-client = noted a new client
manage-did-set-note = changed the note of a visit
manage-did-create-time-off = blocked time
manage-did-delete-time-off = gave blocked time back

## Commands
command-manage = Run the business
command-desk = My desk
