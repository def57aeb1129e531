# Что бот говорит всем, по-русски. Ключи и переменные те же, что в английском файле; их сравнивает тест.

language-name = Русский

## Страница бота и меню команд
bot-description =
    Запись за минуту и без звонков: выберите услугу, мастера и время, которое правда свободно.
    
    Здесь же визит можно перенести или отменить, а заранее мы о нём напомним.
bot-short-description = Записаться, перенести визит, не забыть о нём.
command-start = На главную
command-book = Записаться
command-bookings = Мои записи
command-language = Язык
command-help = Помощь

## Кнопки
button-book = Записаться
button-bookings = Мои записи
button-language = Язык · Language
button-help = Помощь
button-home = На главную
button-back = ‹ Назад
button-cancel = Отмена
button-continue = Продолжить
button-restart = Начать заново
button-any-master = Любой мастер, кто свободен
button-share-contact = Отправить мой номер
button-calendar = Файл для календаря
button-copy-address = Скопировать адрес
button-note = Написать мастеру
button-change-note = Изменить заметку
button-remove-note = Убрать заметку
button-past = Прошлые визиты
button-newer = ‹ Более поздние
button-older = Более ранние ›
button-repeat = Записаться так же
button-add-service = + Добавить услугу
button-other-date = Другая дата…
button-other-time = Другое время
button-other-day = Другой день
button-confirm = Подтвердить ✓
button-move = Перенести
button-move-sure = Да, перенести ✓
button-cancel-visit = Отменить запись
button-cancel-sure = Да, отменить
button-keep = Оставить как есть
button-book-again = Записаться ещё раз
service-button = { $service } · { $duration } · { $price }
repeat-with = Повторить: { $services }, { $master }
repeat-services = Повторить: { $services }
master-favourite = { $master }, ваш мастер
master-last-time = { $master }, как в прошлый раз
favourite-keep = { $master } — мой мастер
favourite-drop = { $master }: больше не мой мастер
without-service = Без услуги: { $service }
from-value = от { $value }
day-button =
    { $day } · { $free ->
        [one] { $free } окошко
        [few] { $free } окошка
       *[many] { $free } окошек
    }
request-button = ⏳ { $day }, { $time } · { $services }
booking-button = { $day }, { $time } · { $services }

## Значения
duration-minutes = { $minutes } мин
duration-hours = { $hours } ч
duration-hours-minutes = { $hours } ч { $minutes } мин
day-and-time = { $day }, { $time }
any-master = любой мастер
part-morning = Утро
part-afternoon = День
part-evening = Вечер

## Главная
home-title = <b>{ $business }</b>
home-text = Добро пожаловать! Записаться можно за полминуты: выберите услугу, мастера и время.
resume-text = Вы начали записываться. Продолжим с того же места?
help-text =
    <b>Как это работает</b>
    Нажмите «Записаться» и выберите услугу, мастера, день и время. Перед подтверждением вы ещё раз всё увидите.
    
    В разделе «Мои записи» визит можно перенести или отменить. Заранее о нём напомним.
    
    /book – записаться
    /bookings – мои записи
    /language – язык
help-phone = Удобнее поговорить с человеком? Звоните: { $phone }.
language-text = На каком языке будем общаться?
language-chosen = Теперь говорим по-русски.

## Запись
services-text = Что будем делать?
services-none = Сейчас записаться не на что. Загляните, пожалуйста, позже.
chosen-title = <b>{ $services }</b>
total = { $duration }, { $price }
masters-text = К какому мастеру?
add-service-text = Что ещё сделаем за этот визит?
add-service-none = Больше к этому визиту добавить нечего.
booking-title = <b>{ $services }</b>, { $master }
days-text = Какой день вам удобен?
days-none = До { $last } свободных окошек нет. Они появляются, когда кто-то отменяет запись: загляните ещё раз или выберите другого мастера.
month-text = <b>{ $month }</b>. Дни со свободными окошками отмечены числом.
month-none = В этом месяце окошек нет.
times-text = <b>{ $day }</b>. В какое время?
times-none = <b>{ $day }</b>: последнее окошко только что заняли. Выберите, пожалуйста, другой день.
taken-text = Кто-то успел чуть раньше, и это время уже занято. Ближайшие окошки:
taken-none = Кто-то успел чуть раньше, и это время уже занято. Выберите, пожалуйста, другое.
confirm-title = <b>Проверьте и подтвердите</b>
confirm-zone = Часовой пояс: { $zone } ({ $offset })
confirm-kept = Держим это время за вами до <b>{ $time }</b>.
confirm-kept-over = Мы держали это время за вами, срок вышел; возможно, оно ещё свободно.
policy-until = Перенести или отменить можно до: { $when }.
contact-title = <b>Не хватает только вашего телефона</b>
contact-why = { $business } просит номер, чтобы связаться с вами, если с визитом что-то изменится. Нажмите внизу «Отправить мой номер», и Telegram передаст ваш собственный номер.
contact-below = Кнопка под полем ввода. Пока вы её не нажали, ничего не отправлено.
contact-thanks = Спасибо! Ваш номер { $phone } сохранён.
contact-put-away = Хорошо, ваш номер остаётся при вас.
contact-foreign = <i>Это чужой контакт. Нажмите, пожалуйста, внизу «Отправить мой номер», чтобы это был ваш.</i>
contact-typed = <i>Набранный номер может быть чьим угодно, поэтому принять его не могу. Нажмите, пожалуйста, внизу «Отправить мой номер».</i>
contact-unreadable = <i>Не получилось прочитать этот номер. Позвоните нам, пожалуйста, чтобы записаться.</i>
note-title = <b>Заметка для мастера</b>
note-text = Напишите её одним сообщением, до { $max } символов. Например: «У меня очень густые волосы» или «Приду с ребёнком».
note-saved = <i>Заметка сохранена, мастер её увидит.</i>
note-clipped = <i>Вышло больше 500 символов, поэтому сохранилось только начало. Вот что получилось:</i>
note-removed = <i>Заметка убрана.</i>
booked-title = <b>Вы записаны ✓</b>
requested-title = <b>Заявка отправлена</b>
move-requested-title = <b>Новое время запрошено</b>
requested-next = Ждём ответа мастера; время пока за вами. Напишем, как только будет ответ.
moved-title = <b>Запись перенесена ✓</b>
booked-reminder = Мы напомним перед визитом. До встречи!
card-asked = ⏳ { $visit }
card-done = ✓ { $visit }

## Визит
visit-service = <b>{ $services }</b>
visit-when = { $when }
visit-master = Мастер: { $master }
visit-price = { $duration }, { $price }
visit-address = { $address }
visit-note = Ваша заметка: { $note }
visit-line = { $services }, { $when }

## Мои записи
bookings-text = <b>Ваши записи</b>
    Нажмите на запись, чтобы перенести или отменить её.
bookings-none = Сейчас у вас нет записей.
past-text = <b>Прошлые визиты</b>
    Нажмите на визит, чтобы посмотреть его или записаться так же.
past-none = Визитов пока не было.
favourite-kept = <i>Запомнили: { $master } — ваш мастер. При записи будет на первом месте.</i>
favourite-dropped = <i>{ $master }: больше не на первом месте при записи.</i>
repeat-notice = <i>Как в прошлый раз. Ближайшее похожее окошко:</i>
calendar-caption = { $visit }
    Откройте файл, и визит появится в вашем календаре.
booking-state =
    <b>{ $status ->
        [confirmed] Ваша запись
        [pending] Ждёт ответа мастера
        [completed] Прошлый визит
        [no_show] Пропущенный визит
        [cancelled] Запись отменена
        [declined] Запись отклонена
        [expired] Не записано: время вышло
       *[other] Ещё не записано
    }</b>
booking-coming = Вы ответили, что придёте ✓
cancel-title = <b>Отменить эту запись?</b>
cancelled-text = Запись отменена: { $visit }.
    Это время снова свободно.
too-late = Перенести или отменить этот визит здесь уже нельзя: слишком поздно.
too-late-call = Перенести или отменить этот визит здесь уже нельзя: слишком поздно. Позвоните, пожалуйста: { $phone }.
move-title =
    <b>Переносим: { $services }</b>, { $master }
    Сейчас: { $when }
move-confirm-title = <b>Перенести: { $services }</b>, { $master }
move-from = Было: { $when }
move-to = Станет: <b>{ $when }</b>
coming-note = ✓ Вы ответили: приду
coming-text = Спасибо! Ждём вас: { $visit }.

## Подсказки и пояснения над карточкой
hint-pick-day = Нажмите на день с числом.
hint-pick-time = Нажмите на время ниже.
hint-use-buttons = <i>Я понимаю только кнопки. Вот они:</i>
hint-unknown-button = <i>Эта кнопка больше не действует. Мы остановились здесь:</i>
hint-old-card = <i>Это была старая карточка. Вот текущая:</i>
notice-lost = <i>Простите, я потерял нить разговора. Начнём сначала:</i>
notice-kept = <i>Ничего не изменилось.</i>
notice-nothing-booked = <i>Хорошо, ничего не записано.</i>
notice-service-gone = <i>Этой услуги больше нет. Выберите, пожалуйста, другую:</i>
notice-nobody-does-all = <i>Всё это за один визит никто не делает. Выберите, пожалуйста, ещё раз:</i>
notice-master-gone = <i>Этот мастер больше так не работает. Выберите, пожалуйста, другого:</i>

## Когда booking-api отказывает
problem-not-found = <i>Этой записи больше нет.</i>
problem-version-mismatch = <i>Эта запись успела измениться. Вот как она выглядит сейчас:</i>
problem-slot-taken = <i>Это время только что заняли. Выберите, пожалуйста, другое.</i>
problem-slot-not-offered = <i>На это время записаться уже нельзя. Вот свободные:</i>
problem-hold-expired = <i>Мы держали это время за вами, но срок вышел. Выберите, пожалуйста, снова:</i>
problem-wrong-state = <i>С этой записью так уже нельзя. Вот как она выглядит сейчас:</i>
problem-too-late-to-change = <i>Перенести или отменить этот визит здесь уже нельзя.</i>
problem-limit-reached = <i>У вас уже столько записей, сколько можно иметь сразу. Перенесите или отмените одну из них:</i>
apology = У нас что-то сломалось. Ваши записи в порядке. Попробуйте, пожалуйста, через минуту.
slow-down = Помедленнее, пожалуйста: я не успеваю. Дайте мне десять секунд.
