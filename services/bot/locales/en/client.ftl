# What the bot says to everybody, in English. Keys and variables are the same as in Russian; a test compares them.

language-name = English

## The bot's page and its menu of commands
bot-description =
    Book a visit in a minute, without a call: choose a service, a master and a time that is really free.
    
    You can move or cancel your visit here too, and we remind you beforehand.
bot-short-description = Book a visit, move it, be reminded of it.
command-start = Start page
command-book = Book a visit
command-bookings = My bookings
command-settings = Settings: reminders, news, language
command-mydata = Everything that is kept about me
command-forget = Delete what is kept about me
command-language = Language
command-help = Help

## Buttons
button-book = Book a visit
button-bookings = My bookings
button-language = Язык · Language
button-help = Help
button-home = Start page
button-back = ‹ Back
button-cancel = Cancel
button-continue = Continue
button-restart = Start over
button-any-master = Any master, whoever is free
button-settings = Settings
button-reminders = Reminders
button-usual-reminders = As usual here
button-news-on = Send me news again
button-news-off = No more news, please
button-drop-favourite = No master of my own
button-drop-phone = Remove my phone number
button-my-data = My data
button-my-data-first = Send me my data first
button-forget = Forget me
button-forget-on = Go on and forget me…
button-forget-now = Yes, forget me for good
button-waitlist = Join the waiting list
button-wishes = Waiting list
button-see-offer = See the offered time
button-leave = Leave the waiting list
button-refuse-offer = No, thanks
button-share-contact = Share my number
button-calendar = Calendar file
button-copy-address = Copy the address
button-note = Add a note to the master
button-change-note = Change the note
button-remove-note = Remove the note
button-past = Past visits
button-newer = ‹ Later ones
button-older = Earlier ones ›
button-repeat = Book the same again
button-add-service = + Add another service
button-other-date = Other date…
button-other-time = Other time
button-other-day = Other day
button-confirm = Confirm ✓
button-move = Move
button-move-sure = Yes, move it ✓
button-cancel-visit = Cancel booking
button-cancel-sure = Yes, cancel it
button-keep = Leave it as it is
button-book-again = Book another visit
label-chosen = { $label } · chosen ✓
service-button = { $service } · { $duration } · { $price }
repeat-with = Repeat: { $services } with { $master }
repeat-services = Repeat: { $services }
master-favourite = { $master }, your master
master-last-time = { $master }, as last time
favourite-keep = Make { $master } my master
favourite-drop = { $master }: no longer my master
wish-only = Only { $day }
wish-next = Within the next { $days } days
wish-until = Any day until { $day }
wish-any-part = Any time of day
wish-button = { $days } · { $services }
wish-offered-button = Offered now: { $services } · { $days }
service-unknown = a service that is no longer offered
reminder-button =
    { $lead } before · { $state ->
        [on] on
       *[off] off
    }
without-service = Without: { $service }
from-value = from { $value }
day-button =
    { $day } · { $free ->
        [one] { $free } time free
       *[other] { $free } times free
    }
request-button = { $day }, { $time } · { $services } · request ⏳
booking-button = { $day }, { $time } · { $services }

## Values
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
day-and-time = { $day }, { $time }
any-master = any master
part-morning = Morning
part-afternoon = Afternoon
part-evening = Evening

## Start page
home-title = <b>{ $business }</b>
home-text = Welcome! Booking takes half a minute: choose a service, a master and a time.
resume-text = You were in the middle of a booking. Shall we go on where you left off?
help-text =
    <b>How it works</b>
    Tap “Book a visit” and choose a service, a master, a day and a time. You see everything once more before you confirm.
    
    Under “My bookings” you can move or cancel a visit. We'll remind you beforehand.
help-phone = Rather talk to a person? Call { $phone }.
language-text = Which language shall we speak?
language-chosen = From now on in English.

## Booking
services-text = What would you like to have done?
services-none = There is nothing to book at the moment. Please look in again later.
master-services-title = <b>{ $master }</b>
master-about = { $about }
chosen-title = <b>{ $services }</b>
total = { $duration }, { $price }
masters-text = Who shall do it?
add-service-text = What else, in the same visit?
add-service-none = There is nothing more to add to this visit.
booking-title = <b>{ $services }</b>, { $master }
days-text = Which day suits you?
days-none = There are no free times until { $last }. New ones appear when somebody cancels, so it is worth looking in again, or choosing another master.
month-text = <b>{ $month }</b>. Days with free times have a number.
month-none = No free times in this month.
times-text = <b>{ $day }</b>. What time?
times-none = <b>{ $day }</b>: the last free time has just gone. Please choose another day.
taken-text = Somebody was a moment faster, and this time is gone. These are the nearest ones:
taken-none = Somebody was a moment faster, and this time is gone. Please choose another one.
confirm-title = <b>Please check and confirm</b>
confirm-zone = Time zone: { $zone } ({ $offset })
confirm-kept = We keep this time for you until <b>{ $time }</b>.
confirm-kept-over = We kept this time for you, and that is over; it may still be free.
policy-until = You can move or cancel until { $when }.
contact-title = <b>One thing is missing: your phone number</b>
contact-why = { $business } asks for it, to reach you if something changes with your visit. Telegram gives us your own number when you tap “Share my number” below.
contact-below = The button is below the message field. Nothing is sent until you tap it.
contact-thanks = Thank you! Your number { $phone } is saved.
contact-thanks-go-on = Thank you! Your number { $phone } is saved. To go on with your booking, tap “‹ Back” on the card above.
contact-put-away = All right, your number stays with you.
contact-foreign = <i>That is somebody else's contact. Please tap “Share my number” below, so that it is your own.</i>
contact-typed = <i>A typed number may be anybody's, so I can't take it. Please tap “Share my number” below.</i>
contact-unreadable = <i>I could not read this number. Please call us to book.</i>
note-title = <b>A note to the master</b>
note-text = Write it in one message, up to { $max } characters. For example: “My hair is very thick” or “I'll come with a child”.
note-saved = <i>Your note is saved, and the master will see it.</i>
note-clipped = <i>That was more than 500 characters, so only the beginning is saved. This is how it reads now:</i>
note-removed = <i>The note is removed.</i>
confirm-offer-title = <b>This time came free for you</b>
booked-title = <b>You are booked ✓</b>
requested-title = <b>Your request is sent</b>
move-requested-title = <b>The new time is requested</b>
requested-next = It waits for the master's answer; we keep the time for you meanwhile and write as soon as there is one.
moved-title = <b>Moved ✓</b>
booked-reminder = We'll remind you before the visit. See you!
card-asked = ⏳ Request: { $visit }
card-done = ✓ Booked: { $visit }

## Waiting list
wish-text = As soon as a time comes free, we write to you and keep it for you for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
wish-days-text = On which days would it suit you?
wish-part-text = At what time of day?
wish-day = { $day }
wish-from-to = { $from } – { $to }
wish-parts = Only: { $parts }
wish-joined = <i>You are on the waiting list ✓</i>
wish-left = <i>You no longer wait for that.</i>
wish-gone = <i>This wish is no longer on the list.</i>
wish-not-possible = <i>One can't wait for these days any more. Please choose others:</i>
wishes-limit = <i>You already wait for as much as one can at once. Leave one wish to add another:</i>
wishes-text = <b>You are waiting for</b>
    Tap one to see it or to leave the list.
wishes-none = You are not on the waiting list. If there is no time that suits you, you can join it while you choose a day.
wish-state =
    <b>{ $state ->
        [waiting] On the waiting list
        [offered] A time came free for you
        [booked] Booked from the waiting list
        [left] No longer on the waiting list
       *[ended] The waiting has ended: these days are over
    }</b>
wish-offer = Offered: <b>{ $when }</b>. We keep it for you until { $until }.
offer-refused = <i>All right, this time goes to the next one. You stay on the waiting list.</i>
offer-over = <i>This offer has run out, and the time went to the next one. You stay on the waiting list.</i>

## Settings
settings-title = <b>Settings</b>
settings-reminders = Reminders: { $leads }
settings-news =
    News from us: { $state ->
        [on] yes
       *[off] no
    }
settings-master = Your master: { $master }
settings-phone = Your phone number: { $phone }
news-on = <i>You will get news from us again.</i>
news-off = <i>We won't send you news any more. Messages about your own visits go on. You can change this here:</i>
phone-dropped = <i>Your phone number is removed.</i>
reminders-title = <b>When shall we remind you of a visit?</b>
reminders-own = You chose: { $leads }.
reminders-usual = As usual here: { $leads }.
reminders-quiet = Between { $from } and { $to } we don't disturb you: such a reminder comes earlier.
reminders-none = none
reminders-before = { $leads } before
reminders-enough = <i>{ $most } reminders are the most. Switch one off first.</i>

## My data
my-data-no-phone = none
my-data-caption =
    Everything that we keep about you.
    Name: { $name }. Phone number: { $phone }.
    Bookings of all time: { $visits }. Wishes on the waiting list: { $wishes }. Changes in the log: { $changes }.
forget-title = <b>Shall we forget you?</b>
forget-removed = • Your name, phone number, language and Telegram account are removed for good, from our log as well, and so are your notes.
forget-visits =
    { $visits ->
        [0] • You have no upcoming visits that would be cancelled.
        [one] • Your upcoming visit is cancelled.
       *[other] • Your { $visits } upcoming visits are cancelled.
    }
forget-kept = • What remains is that visits took place, without saying whose: the books must be right.
forget-staff = • You work here; your place in the team stays as it is.
forget-sure-text = <b>Really forget you?</b>
    This can't be undone, not even by us.
forget-done = ✓ Forgotten.
forget-goodbye = We have forgotten you, as you wished. Thank you for having been with us! Should you write again, we'll meet as if for the first time.

## A visit
visit-service = <b>{ $services }</b>
visit-when = { $when }
visit-master = Master: { $master }
visit-price = { $duration }, { $price }
visit-address = { $address }
visit-note = Your note: { $note }
visit-line = { $services }, { $when }

## My bookings
bookings-text = <b>Your bookings</b>
    Tap one to move or cancel it.
bookings-none = You have no bookings at the moment.
past-text = <b>Past visits</b>
    Tap one to see it or to book the same again.
past-none = There are no visits here yet.
favourite-kept = <i>{ $master } is your master now and comes first when you book.</i>
favourite-dropped = <i>{ $master } is no longer kept as your master.</i>
repeat-notice = <i>As last time. This is the nearest free time like it:</i>
calendar-caption = { $visit }
    Open the file to put the visit into your calendar.
booking-state =
    <b>{ $status ->
        [confirmed] Your booking
        [pending] Waiting for the master's answer
        [completed] Past visit
        [no_show] Missed visit
        [cancelled] Cancelled
        [declined] Declined
        [expired] Not booked: the time ran out
       *[other] Not booked yet
    }</b>
booking-coming = You said that you will come ✓
cancel-title = <b>Cancel this booking?</b>
cancelled-text = Cancelled: { $visit }.
    The time is free for others now.
too-late = It is too late to move or cancel this visit here.
too-late-call = It is too late to move or cancel this visit here. Please call { $phone }.
move-title =
    <b>Moving: { $services }</b>, { $master }
    Now: { $when }
move-confirm-title = <b>Move: { $services }</b>, { $master }
move-from = From: { $when }
move-to = To: <b>{ $when }</b>
coming-note = ✓ You said: I'll come
coming-text = Thank you! We are expecting you: { $visit }.

## A proposed time
button-accept-proposal = Agree ✓
button-refuse-proposal = No, thank you
button-booking = My booking
proposal-text = Another time is proposed: <b>{ $when }</b>, with { $master }. It is kept for you until { $until }.
proposal-note-accepted = You agreed ✓
proposal-note-refused = You said no. Your request stays: { $when }. It waits for the master's answer.
proposal-note-over = This proposal is no longer open.
proposal-notice = <i>{ $note }</i>
proposal-over = <i>This proposal is no longer open. Your request stays:</i>

## Hints and notices above a card
hint-pick-day = <i>Tap a day that has a number.</i>
hint-pick-time = <i>Tap a time below.</i>
hint-use-buttons = <i>I only understand the buttons. Here they are:</i>
hint-unknown-button = <i>This button is no longer in use. Here is where we are:</i>
hint-old-card = <i>That was an older card. Here is the current one:</i>
notice-lost = <i>Sorry, I lost the place in our conversation. Let's begin again:</i>
notice-kept = <i>Nothing was changed.</i>
notice-nothing-booked = <i>All right, nothing was booked.</i>
notice-service-gone = <i>This service is no longer offered. Please choose another one:</i>
notice-nobody-does-all = <i>Nobody does all of this in one visit. Please choose again:</i>
notice-unknown-link = <i>I don't know this link, but from here you find everything:</i>
notice-master-gone = <i>This master doesn't do that any more. Please choose another one:</i>

## When booking-api refuses
problem-not-found = <i>This booking is no longer there.</i>
problem-version-mismatch = <i>This booking has changed in the meantime. This is how it stands now:</i>
problem-slot-taken = <i>This time has just been taken. Please choose another one.</i>
problem-slot-not-offered = <i>This time can no longer be booked. These can:</i>
problem-hold-expired = <i>The time was kept for you, but not for that long. Please choose again:</i>
problem-wrong-state = <i>That is no longer possible with this booking. This is how it stands:</i>
problem-too-late-to-change = <i>It is too late to move or cancel this visit here.</i>
problem-limit-reached = <i>You have as many bookings as can be made at once. Move or cancel one to make another:</i>
apology = Something went wrong on our side. Your bookings are safe. Please try again in a minute.
not-set-up = You will be able to book here soon, but not everything is ready yet. Please write /start a little later.
slow-down = Not so fast, please: I can't keep up. Give me ten seconds.
