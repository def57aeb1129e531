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
reminder-24h =
    { $day ->
        [today] <b>See you today!</b>
        [tomorrow] <b>See you tomorrow!</b>
       *[later] <b>A reminder of your visit.</b>
    }
reminder-2h =
    { $day ->
        [today] <b>See you soon!</b> Your visit is today.
       *[other] <b>See you soon!</b> Your visit is only a little while away.
    }

client-forgotten = a client who asked to be forgotten

card-when = 🗓 { $date }, <b>{ $time }</b>
card-previous-time = Before: { $date }, { $time }
card-asked-time = You asked for: { $date }, { $time }
card-previous-master = Your master before: { $master }
card-services = ✂️ { $services }
card-length-price = ⏱ { $minutes } min · { $price }
card-master = 👤 Master: { $master }
card-address = 📍 { $address }
card-kept-until = ⏳ Kept for you until { $date }, { $time }
card-reason = 💬 { $reason }

closing-ask-coming = Will you come?
closing-coming = You said that you will come. See you!
closing-book-again = To choose another time, send /start.
closing-maybe-free = It may still be free: send /start to look.

button-coming = I'll come
button-move = Move
button-cancel = Cancel
button-take = Look and confirm
