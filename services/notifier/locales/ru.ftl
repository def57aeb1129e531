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
reminder-24h =
    { $day ->
        [today] <b>Ждём вас сегодня!</b>
        [tomorrow] <b>Ждём вас завтра!</b>
       *[later] <b>Напоминаем о вашем визите.</b>
    }
reminder-2h =
    { $day ->
        [today] <b>Скоро увидимся!</b> Ваш визит уже сегодня.
       *[other] <b>Скоро увидимся!</b> До визита осталось совсем немного.
    }

client-forgotten = клиент, попросивший удалить его данные

card-when = 🗓 { $date }, <b>{ $time }</b>
card-previous-time = Было: { $date }, { $time }
card-asked-time = Вы просили: { $date }, { $time }
card-previous-master = Раньше вас ждал мастер: { $master }
card-services = ✂️ { $services }
card-length-price = ⏱ { $minutes } мин · { $price }
card-master = 👤 Мастер: { $master }
card-address = 📍 { $address }
card-kept-until = ⏳ Держим за вами до: { $date }, { $time }
card-reason = 💬 { $reason }

closing-ask-coming = Придёте?
closing-coming = Вы ответили, что придёте. До встречи!
closing-book-again = Чтобы выбрать другое время, отправьте /start.
closing-maybe-free = Возможно, оно ещё свободно: отправьте /start и посмотрите.

button-coming = Приду
button-move = Перенести
button-cancel = Отменить
button-take = Посмотреть и подтвердить
