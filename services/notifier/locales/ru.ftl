# Слова всех сообщений. Значения уже экранированы для HTML.

confirmation = <b>Вы записаны!</b> Ждём вас в «{ $business }».
confirmation-master = <b>Новая запись:</b> { $client }.
change = <b>Ваша запись перенесена.</b>
change-master = <b>Запись перенесена:</b> { $client }.
cancellation = <b>Ваша запись отменена.</b> Нам жаль, что визит не состоится.
cancellation-master = <b>Запись отменена:</b> { $client }. Это время снова свободно.
handover-master = <b>Запись передана другому мастеру:</b> { $client }. У вас это время снова свободно.
request = <b>Ваша заявка у мастера.</b> Напишем, как только будет ответ.
request-master = <b>Новая заявка:</b> { $client }. Она ждёт вашего ответа.
decline = <b>Мастер не сможет принять вас в это время.</b> Нам жаль.
decline-master = <b>Заявка отклонена:</b> { $client }. Это время снова свободно.
proposal = <b>Мастер предлагает другое время.</b>
proposal-refused-master = <b>Предложенное время не подошло:</b> { $client }. Заявка остаётся и ждёт вашего ответа.
waitlist-offer = <b>Освободилось время, которого вы ждали.</b>
waitlist-offer-ended = <b>Мы больше не можем держать это время за вами.</b>
waitlist-joined-master = <b>Ждёт, когда у вас освободится время:</b> { $client }.
waitlist-joined-staff = <b>Ждёт, когда освободится любой мастер:</b> { $client }.
reminder =
    { $day ->
        [today] <b>Ждём вас сегодня!</b>
        [tomorrow] <b>Ждём вас завтра!</b>
       *[later] <b>Напоминаем о вашем визите.</b>
    }
reminder-soon = <b>Скоро увидимся!</b> Ваш визит уже сегодня.
attendance-master = <b>Визит подтверждён, клиент придёт:</b> { $client }.
note-master = <b>Пожелание клиента:</b> { $client }.
note-gone-master = <b>Клиент убрал своё пожелание:</b> { $client }.
client-unreachable-master = <b>Не получается написать в Telegram:</b> { $client }. Наши сообщения об этом визите не доходят.
correction-moved = <b>Наше прошлое сообщение устарело:</b> запись перенесена. Сейчас она такая.
correction-off = <b>Наше прошлое сообщение устарело:</b> этот визит отменён.
correction-off-offer = <b>Наше прошлое сообщение устарело:</b> мы больше не держим это время за вами.
correction-moved-master = <b>Наше прошлое сообщение устарело:</b> { $client }. Сейчас запись такая.
correction-off-master = <b>Наше прошлое сообщение устарело:</b> { $client }. Этой записи у вас больше нет.

client-forgotten = клиент, попросивший удалить его данные
client-unknown = новый клиент

card-when = 🗓 { $date }, <b>{ $time }</b>
card-previous-time = Было: { $date }, { $time }
card-asked-time = Вы просили: { $date }, { $time }
card-previous-master = Раньше вас ждал мастер: { $master }
card-services = ✂️ { $services }
card-length-price = ⏱ { $minutes } мин · { $price }
card-master = 👤 Мастер: { $master }
card-address = 📍 { $address }
card-kept-until = ⏳ Держим за вами до: { $date }, { $time }
card-note = 📝 Пожелание: { $note }
card-reason = 💬 { $reason }
card-phone = 📞 { $phone }
card-no-phone = 📞 Номера телефона нет.

around-before = Перед этим у вас запись: { $from }–{ $to }
around-before-none = Перед этим в тот день записей нет.
around-after = После этого у вас запись: { $from }–{ $to }
around-after-none = После этого в тот день записей нет.

wish-day = 🗓 { $day }
wish-days = 🗓 { $from } – { $to }
wish-any-time = 🕐 В любое время
wish-parts = 🕐 { $parts }
wish-waiting-master = Сейчас в вашем листе ожидания: { $waiting }. Освободившееся время им предложат автоматически.
wish-waiting-staff = Всего в листе ожидания: { $waiting }. Освободившееся время им предложат автоматически.
part-morning = утро
part-afternoon = день
part-evening = вечер

closing-ask-coming = Придёте?
closing-coming = Вы ответили, что придёте. До встречи!
closing-book-again = Чтобы выбрать другое время, отправьте /start.
closing-maybe-free = Возможно, оно ещё свободно: отправьте /start и посмотрите.

button-coming = Приду
button-move = Перенести
button-cancel = Отменить
button-take = Посмотреть и подтвердить
button-refuse-offer = Нет, спасибо
button-accept-proposal = Да, подходит
button-refuse-proposal = Нет, не подходит
button-accept = Принять
button-decline = Отклонить
button-propose = Предложить другое время
button-desk = Открыть запись
button-waitlist = Открыть лист ожидания
button-no-more-broadcasts = Больше не присылать такое
