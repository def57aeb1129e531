# The words of all messages. Values come escaped for HTML.

confirmation = <b>You are booked!</b> { $business } is looking forward to seeing you.
confirmation-master = <b>New booking:</b> { $client }.
change = <b>Your visit has been moved.</b>
change-master = <b>Visit moved:</b> { $client }.
cancellation = <b>Your visit has been cancelled.</b> We are sorry not to see you.
cancellation-master = <b>Visit cancelled:</b> { $client }. The time is free again.
handover-master = <b>Visit passed to another master:</b> { $client }. Your time is free again.
request = <b>Your request is with the master.</b> We'll write as soon as there is an answer.
request-master = <b>New request:</b> { $client }. It waits for your answer.
decline = <b>The master can't take you at this time.</b> We are sorry.
decline-master = <b>Request declined:</b> { $client }. The time is free again.
proposal = <b>The master proposes another time.</b>
proposal-refused-master = <b>The proposed time does not suit:</b> { $client }. The request stays, and waits for your answer.
waitlist-offer = <b>A time came free that you waited for.</b>
waitlist-offer-ended = <b>We could not keep this time for you any longer.</b>
waitlist-joined-master = <b>Waits for a time with you:</b> { $client }.
waitlist-joined-staff = <b>Waits for a time with any master:</b> { $client }.
reminder =
    { $day ->
        [today] <b>See you today!</b>
        [tomorrow] <b>See you tomorrow!</b>
       *[later] <b>A reminder of your visit.</b>
    }
reminder-soon = <b>See you soon!</b> Your visit is today.
attendance-master = <b>{ $client } will come.</b>
note-master = <b>A note from your client:</b> { $client }.
note-gone-master = <b>The note has been taken back:</b> { $client }.
client-unreachable-master = <b>Can't be reached in Telegram:</b> { $client }. Our messages about this visit do not arrive.
correction-moved = <b>Our last message is out of date:</b> your visit has been moved. This is how it stands now.
correction-off = <b>Our last message is out of date:</b> this visit is cancelled.
correction-off-offer = <b>Our last message is out of date:</b> we do not keep this time for you any more.
correction-moved-master = <b>Our last message about { $client } is out of date.</b> This is how the visit stands now.
correction-off-master = <b>Our last message about { $client } is out of date:</b> you do not have this visit any more.

client-forgotten = a client who asked to be forgotten
client-unknown = a new client

card-when = 🗓 { $date }, <b>{ $time }</b>
card-previous-time = Before: { $date }, { $time }
card-asked-time = You asked for: { $date }, { $time }
card-previous-master = Your master before: { $master }
card-services = ✂️ { $services }
card-length-price = ⏱ { $minutes } min · { $price }
card-master = 👤 Master: { $master }
card-address = 📍 { $address }
card-kept-until = ⏳ Kept for you until { $date }, { $time }
card-note = 📝 Note: { $note }
card-reason = 💬 { $reason }
card-phone = 📞 { $phone }
card-no-phone = 📞 There is no phone number of theirs.

around-before = Your visit before it: { $from }–{ $to }
around-before-none = Before it you have no visit on that day.
around-after = Your visit after it: { $from }–{ $to }
around-after-none = After it you have no visit on that day.

wish-day = 🗓 { $day }
wish-days = 🗓 { $from } – { $to }
wish-any-time = 🕐 At any time
wish-parts = 🕐 { $parts }
wish-waiting-master = On your waitlist now: { $waiting }. What comes free is offered to them by itself.
wish-waiting-staff = On the waitlist in all: { $waiting }. What comes free is offered to them by itself.
part-morning = morning
part-afternoon = afternoon
part-evening = evening

closing-ask-coming = Will you come?
closing-coming = You said that you will come. See you!
closing-book-again = To choose another time, send /start.
closing-maybe-free = It may still be free: send /start to look.

button-coming = I'll come
button-move = Move
button-cancel = Cancel
button-take = Look and confirm
button-refuse-offer = No, thank you
button-accept-proposal = Yes, that suits me
button-refuse-proposal = No, this time does not suit
button-accept = Accept
button-decline = Decline
button-propose = Propose another time
button-desk = Open the visit
button-waitlist = Open the waitlist
button-no-more-broadcasts = No more of these
