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
command-settings = Настройки: напоминания, новости, язык
command-mydata = Всё, что обо мне хранится
command-forget = Удалить данные обо мне
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
button-settings = Настройки
button-reminders = Напоминания
button-usual-reminders = Как принято здесь
button-news-on = Снова присылать новости
button-news-off = Больше не слать новости
button-drop-favourite = Без «моего мастера»
button-drop-phone = Убрать мой телефон
button-my-data = Мои данные
button-my-data-first = Сначала прислать мои данные
button-forget = Забыть меня
button-forget-on = Дальше: забыть меня…
button-forget-now = Да, забыть навсегда
button-waitlist = В лист ожидания
button-wishes = Лист ожидания
button-see-offer = Посмотреть окошко
button-leave = Больше не ждать
button-refuse-offer = Нет, спасибо
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
label-chosen = { $label } · выбрано ✓
service-button = { $service } · { $duration } · { $price }
repeat-with = Повторить: { $services }, { $master }
repeat-services = Повторить: { $services }
master-favourite = { $master }, ваш мастер
master-last-time = { $master }, как в прошлый раз
favourite-keep = { $master } — мой мастер
favourite-drop = { $master }: больше не мой мастер
wish-only = Только { $day }
wish-next =
    В ближайшие { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }
wish-until = Любой день до { $day }
wish-any-part = В любое время дня
wish-button = { $days } · { $services }
wish-offered-button = Есть окошко: { $services } · { $days }
service-unknown = услуга, которой больше нет
reminder-button =
    За { $lead } · { $state ->
        [on] да
       *[off] нет
    }
without-service = Без услуги: { $service }
from-value = от { $value }
day-button =
    { $day } · { $free ->
        [one] { $free } окошко
        [few] { $free } окошка
       *[many] { $free } окошек
    }
request-button = { $day }, { $time } · { $services } · заявка ⏳
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
help-phone = Удобнее поговорить с человеком? Звоните: { $phone }.
language-text = На каком языке будем общаться?
language-chosen = Теперь говорим по-русски.

## Запись
services-text = Что будем делать?
services-none = Сейчас записаться не на что. Загляните, пожалуйста, позже.
master-services-title = <b>{ $master }</b>
master-about = { $about }
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
contact-thanks-go-on = Спасибо! Ваш номер { $phone } сохранён. Чтобы записаться до конца, нажмите «‹ Назад» на карточке выше.
contact-put-away = Хорошо, ваш номер остаётся при вас.
contact-foreign = <i>Это чужой контакт. Нажмите, пожалуйста, внизу «Отправить мой номер», чтобы это был ваш.</i>
contact-typed = <i>Набранный номер может быть чьим угодно, поэтому принять его не могу. Нажмите, пожалуйста, внизу «Отправить мой номер».</i>
contact-unreadable = <i>Не получилось прочитать этот номер. Позвоните нам, пожалуйста, чтобы записаться.</i>
note-title = <b>Заметка для мастера</b>
note-text = Напишите её одним сообщением, до { $max } символов. Например: «У меня очень густые волосы» или «Приду с ребёнком».
note-saved = <i>Заметка сохранена, мастер её увидит.</i>
note-clipped = <i>Вышло больше 500 символов, поэтому сохранилось только начало. Вот что получилось:</i>
note-removed = <i>Заметка убрана.</i>
confirm-offer-title = <b>Для вас освободилось время</b>
booked-title = <b>Вы записаны ✓</b>
requested-title = <b>Заявка отправлена</b>
move-requested-title = <b>Новое время запрошено</b>
requested-next = Ждём ответа мастера; время пока за вами. Напишем, как только будет ответ.
moved-title = <b>Запись перенесена ✓</b>
booked-reminder = Мы напомним перед визитом. До встречи!
card-asked = ⏳ Заявка: { $visit }
card-done = ✓ Запись: { $visit }

## Лист ожидания
wish-text = Как только появится окошко, мы напишем и подержим его за вами { $minutes ->
        [one] { $minutes } минуту
        [few] { $minutes } минуты
       *[many] { $minutes } минут
    }.
wish-days-text = Какие дни вам подходят?
wish-part-text = В какое время дня?
wish-day = { $day }
wish-from-to = { $from } – { $to }
wish-parts = Только: { $parts }
wish-joined = <i>Вы в листе ожидания ✓</i>
wish-left = <i>Хорошо, этого вы больше не ждёте.</i>
wish-gone = <i>Этого пожелания в списке уже нет.</i>
wish-not-possible = <i>Этих дней ждать уже нельзя. Выберите, пожалуйста, другие:</i>
wishes-limit = <i>Больше пожеланий сразу оставить нельзя. Уберите одно, чтобы добавить другое:</i>
wishes-text = <b>Вы ждёте окошка</b>
    Нажмите на пожелание, чтобы посмотреть его или больше не ждать.
wishes-none = В листе ожидания вас нет. Если подходящего времени не окажется, туда можно встать, когда выбираете день.
wish-state =
    <b>{ $state ->
        [waiting] Вы в листе ожидания
        [offered] Для вас освободилось время
        [booked] Вы записаны из листа ожидания
        [left] Вы больше не ждёте
       *[ended] Ожидание закончилось: эти дни прошли
    }</b>
wish-offer = Есть окошко: <b>{ $when }</b>. Держим его за вами до { $until }.
offer-refused = <i>Хорошо, предложим это время следующему. Вы остаётесь в листе ожидания.</i>
offer-over = <i>Срок этого предложения вышел, время ушло следующему. Вы остаётесь в листе ожидания.</i>

## Настройки
settings-title = <b>Настройки</b>
settings-reminders = Напоминания: { $leads }
settings-news =
    Новости от нас: { $state ->
        [on] да
       *[off] нет
    }
settings-master = Ваш мастер: { $master }
settings-phone = Ваш телефон: { $phone }
news-on = <i>Снова будем присылать вам новости.</i>
news-off = <i>Новостей больше не пришлём. О ваших визитах писать будем. Изменить это можно здесь:</i>
phone-dropped = <i>Ваш телефон убран.</i>
reminders-title = <b>Когда напоминать вам о визите?</b>
reminders-own = Вы выбрали: { $leads }.
reminders-usual = Как принято здесь: { $leads }.
reminders-quiet = С { $from } до { $to } не беспокоим: такое напоминание придёт раньше.
reminders-none = не нужны
reminders-before = за { $leads }
reminders-enough = <i>Больше { $most } напоминаний нельзя. Сначала уберите одно.</i>

## Мои данные
my-data-no-phone = нет
my-data-caption =
    Всё, что мы о вас храним.
    Имя: { $name }. Телефон: { $phone }.
    Записей за всё время: { $visits }. Пожеланий в листе ожидания: { $wishes }. Изменений в журнале: { $changes }.
forget-title = <b>Забыть вас?</b>
forget-removed = • Имя, телефон, язык и аккаунт Telegram удалим навсегда, из журнала тоже, как и ваши заметки.
forget-visits =
    { $visits ->
        [0] • Предстоящих визитов у вас нет, отменять нечего.
        [one] • Предстоящий визит ({ $visits }) отменим.
        [few] • Предстоящие визиты ({ $visits }) отменим.
       *[many] • Предстоящие визиты ({ $visits }) отменим.
    }
forget-kept = • Останется только то, что визиты были, без указания чьи: учёт должен сходиться.
forget-staff = • Вы здесь работаете; ваше место в команде не изменится.
forget-sure-text = <b>Точно забыть?</b>
    Вернуть это не сможем даже мы.
forget-done = ✓ Забыто.
forget-goodbye = Мы вас забыли, как вы и просили. Спасибо, что были с нами! Если напишете снова, познакомимся заново.

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

## Предложенное время
button-accept-proposal = Согласиться ✓
button-refuse-proposal = Отказаться
button-booking = Моя запись
proposal-text = Мастер предлагает другое время: <b>{ $when }</b>, мастер: { $master }. Держим его за вами до { $until }.
proposal-note-accepted = Вы согласились ✓
proposal-note-refused = Вы отказались. Ваша заявка остаётся: { $when }. Ждём ответа мастера.
proposal-note-over = Это предложение больше не действует.
proposal-notice = <i>{ $note }</i>
proposal-over = <i>Это предложение больше не действует. Ваша заявка остаётся:</i>

## Подсказки и пояснения над карточкой
hint-pick-day = <i>Нажмите на день с числом.</i>
hint-pick-time = <i>Нажмите на время ниже.</i>
hint-use-buttons = <i>Я понимаю только кнопки. Вот они:</i>
hint-unknown-button = <i>Эта кнопка больше не действует. Мы остановились здесь:</i>
hint-old-card = <i>Это была старая карточка. Вот текущая:</i>
notice-lost = <i>Простите, я потерял нить разговора. Начнём сначала:</i>
notice-kept = <i>Ничего не изменилось.</i>
notice-nothing-booked = <i>Хорошо, ничего не записано.</i>
notice-service-gone = <i>Этой услуги больше нет. Выберите, пожалуйста, другую:</i>
notice-nobody-does-all = <i>Всё это за один визит никто не делает. Выберите, пожалуйста, ещё раз:</i>
notice-unknown-link = <i>Такой ссылки я не знаю, но отсюда найдётся всё:</i>
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
not-set-up = Здесь скоро можно будет записаться, но пока ещё не всё готово. Напишите, пожалуйста, /start чуть позже.
slow-down = Помедленнее, пожалуйста: я не успеваю. Дайте мне десять секунд.
