# Что бот говорит за столом владельца, по-русски. Ключи и переменные те же, что в английском файле.

## Кнопки
button-manage = Управление
manage-button-services = Услуги
manage-button-masters = Мастера
manage-button-staff = Люди и роли
manage-button-clients = Клиенты
manage-button-policies = Правила записи
manage-button-business = О нас
manage-button-closures = Праздники
manage-button-audit = Журнал изменений
manage-button-before = ‹ Раньше
manage-button-after = Дальше ›
manage-button-new-service = Добавить услугу
manage-button-new-master = Добавить мастера
manage-button-performers = Кто это делает
manage-button-before-visit = Пауза до
manage-button-after-visit = Пауза после
manage-button-up = Выше
manage-button-down = Ниже
manage-button-hide = Скрыть
manage-button-show = Показать
manage-button-does = Делает
manage-button-does-not = Больше не делает
manage-button-leave = Оставить как есть
manage-button-mine = Сохранить моё: { $value }
manage-button-week = Рабочая неделя
manage-button-days = Особые дни
manage-button-invite-them = Пригласить в бот
manage-button-free-day = Выходной
manage-button-closed = Закрыто
manage-button-usual = Как обычно
manage-button-copy = Скопировать на другие дни
manage-button-break = Перерыв { $hours }
manage-button-workdays = На все будни
manage-button-all-days = На всю неделю
manage-button-date = Выбрать дату
manage-button-import = Загрузить список
manage-button-invite = Пригласить
manage-button-invitations = { $invitations ->
        [one] { $invitations } приглашение ждёт ответа
        [few] { $invitations } приглашения ждут ответа
       *[many] { $invitations } приглашений ждут ответа
    }
manage-button-revoke = Отозвать: { $name }
manage-button-copy-link = Скопировать ссылку
manage-button-share = Отправить
manage-button-master-card = Карточка мастера
manage-button-as-master = Мастера
manage-button-as-admin = Администратора
manage-button-as-owner = Владельца
manage-button-make-owner = Сделать владельцем
manage-button-make-admin = Сделать администратором
manage-button-demote-sure = Да, сделать администратором
manage-button-remove = Забрать права
manage-button-remove-sure = Да, забрать
manage-button-all-clients = Все клиенты
manage-button-visits = Визиты
manage-button-export = Все данные файлом
manage-button-erase = Забыть клиента
manage-button-erase-on = Да, дальше
manage-button-erase-sure = Забыть навсегда
manage-button-broadcasts = Рассылки
manage-button-new-broadcast = Написать рассылку
manage-button-without-ru = Без русского текста
manage-button-without-en = Без английского текста
manage-button-to-all = Всем
manage-button-to-visited-since = Кто у нас был с…
manage-button-to-not-visited-since = Кто у нас не был с…
manage-button-months-ago = { $months ->
        [one] { $months } месяц назад
        [few] { $months } месяца назад
       *[many] { $months } месяцев назад
    }
manage-button-whoevers = Любого мастера
manage-button-look-ru = Показать по-русски ({ $count })
manage-button-look-en = Показать по-английски ({ $count })
manage-button-change-ru = Русский текст
manage-button-change-en = Английский текст
manage-button-change-kind = Кому отправить
manage-button-send = Отправить: { $total ->
        [one] { $total } человеку
       *[other] { $total } людям
    }
manage-button-refresh = Обновить
manage-button-stop = Остановить
manage-button-stop-sure = Да, остановить
manage-button-retry = Попробовать ещё раз
manage-service-button = { $service } · { $duration } · { $price }
manage-service-hidden-button = { $service } · скрыта
manage-master-button = { $name } · { $services ->
        [one] { $services } услуга
        [few] { $services } услуги
       *[many] { $services } услуг
    }
manage-master-hidden-button = { $name } · не показываем
manage-does-button = { $name } · да ✓
manage-does-not-button = { $name } · нет
manage-weekday-button = { $day } · { $hours }
manage-day-button = { $day } · { $hours }
manage-person-button = { $name } · { $role }
manage-client-button = { $name } · { $phone }

## Первый экран
manage-title = <b>{ $business }</b>: управление
manage-today = Сегодня { $day }
manage-visits-today = Визитов сегодня: <b>{ $visits }</b>{ $more ->
        [yes] {" "}или больше
       *[no] {""}
    }
manage-next-visit = Ближайший в { $time }: { $client }, мастер { $master }
manage-requests = Заявок ждут ответа: <b>{ $requests }</b>
manage-staff-count = Людей в команде: <b>{ $staff }</b>
manage-next-step =
    <b>Клиенты пока не могут записаться.</b> { $step ->
        [master] Начните с мастера: «Мастера», «Добавить мастера».
        [hours] Дальше – часы работы: «Мастера», имя, «Рабочая неделя».
        [service] Дальше – услуга: «Услуги», «Добавить услугу».
       *[performer] Осталось отметить, кто её делает: «Услуги», её название, «Кто это делает».
    }

## Общее
manage-thing-title = <b>{ $name }</b>
manage-line = { $label }: <b>{ $value }</b>
manage-about-line = <i>{ $about }</i>
manage-edit-title = <b>{ $whose }</b>: { $label }
manage-edit-now = Сейчас: <b>{ $value }</b>
manage-saved = ✓ Сохранено. { $label }: <b>{ $value }</b>
manage-you-wrote = Вы написали: «{ $text }»
manage-conflict =
    Пока вы решали, это изменил кто-то ещё. Теперь здесь: <b>{ $now }</b>.
    Ничего не затёрто. Ваш вариант сохранён: <b>{ $mine }</b>.
manage-changed-meanwhile = В этот же миг это менял кто-то ещё. Ничего не затёрто: вот как здесь сейчас.
manage-gone = <i>Этого больше нет. Продолжить можно отсюда:</i>
manage-refused = <i>Сохранить не получилось. Всё осталось как было.</i>
manage-not-yours = <i>Этот раздел для владельцев и администраторов.</i>
manage-only-owner = <i>Это решает только владелец.</i>
manage-not-said = не указано
manage-no-span = нет
manage-never = никогда
manage-as-business = как у всех
manage-as-service = как у услуги
manage-no-quiet = без тихих часов
manage-lead = за { $span }
manage-days-span = { $days ->
        [one] { $days } день
        [few] { $days } дня
       *[many] { $days } дней
    }

## Названия значений
manage-label-name = Название
manage-label-person-name = Имя
manage-label-name-ru = Название по-русски
manage-label-name-en = Название по-английски
manage-label-about = Описание
manage-label-about-ru = Описание по-русски
manage-label-about-en = Описание по-английски
manage-label-title = Название
manage-label-title-ru = Название по-русски
manage-label-title-en = Название по-английски
manage-label-address = Адрес
manage-label-address-ru = Адрес по-русски
manage-label-address-en = Адрес по-английски
manage-label-phone = Телефон
manage-label-location = Точка на карте
manage-label-zone = Часовой пояс
manage-label-currency = Валюта
manage-label-duration = Длительность
manage-label-price = Цена
manage-label-buffers = Паузы
manage-label-before = Пауза до визита
manage-label-after = Пауза после визита
manage-label-approval = Подтверждение
manage-label-reminders = Напоминания
manage-label-own-reminders = Напоминания
manage-label-performers = Кто делает
manage-label-repertoire = Услуги
manage-label-told-in = Язык
manage-label-step = Шаг времени
manage-label-notice = Записаться можно за
manage-label-horizon = Запись вперёд
manage-label-hold = Время на раздумье
manage-label-change-notice = Перенести можно за
manage-label-active-limit = Записей у клиента
manage-label-hold-limit = Попыток в час
manage-label-approval-after = Спрашивать после неявок
manage-label-proposal = Держим предложение
manage-label-offer = Держим для очереди
manage-label-retention = Забывать клиентов
manage-label-quiet = Тихие часы
manage-label-needs-phone = Номер телефона
manage-label-role = Роль
manage-label-client-phone = Телефон
manage-label-visits = Визитов
manage-label-no-shows = Неявок
manage-label-since = С нами с

## О чём спрашиваем
manage-ask-name-ru = Напишите название или имя по-русски, как его увидят клиенты.
manage-ask-name-en = Напишите название или имя по-английски, как его увидят клиенты.
manage-ask-person-name = Напишите имя, каким его будут видеть коллеги.
manage-ask-about-ru = Напишите одно-два предложения по-русски. Чтобы убрать описание, пришлите тире: –
manage-ask-about-en = Напишите одно-два предложения по-английски. Чтобы убрать описание, пришлите тире: –
manage-ask-title-ru = Напишите название по-русски.
manage-ask-title-en = Напишите название по-английски.
manage-ask-address-ru = Напишите адрес по-русски, как сказали бы таксисту. Чтобы убрать, пришлите тире: –
manage-ask-address-en = Напишите адрес по-английски, как сказали бы таксисту. Чтобы убрать, пришлите тире: –
manage-ask-phone = Этот номер видят клиенты, когда нужен человек. Напишите его с кодом страны, например +371 20 000 000.
manage-ask-location = Клиенты получают эту точку с каждой записью. Пришлите геопозицию (скрепка, «Геопозиция») или напишите широту и долготу, например 56.9496, 24.1052.
manage-ask-duration = Сколько это длится, без пауз. Выберите или напишите, например 50 или 1 ч 20 мин.
    У тех, кто уже записан, длительность не изменится.
manage-ask-price = Напишите цену, например 25 или 25,50. У тех, кто уже записан, она не изменится.
manage-ask-before = Время на подготовку: записаться на него нельзя. Выберите или напишите минуты, например 10.
manage-ask-after = Время на уборку: записаться на него нельзя. Выберите или напишите минуты, например 10.
manage-ask-approval = Либо клиент записан сразу, либо на каждую запись сначала соглашается мастер.
manage-ask-own-reminders = Когда напоминать о визите тем, кто записан на эту услугу. Выберите или напишите, например 24 ч, 2 ч.
manage-ask-told-in = На каком языке писать этому мастеру.
manage-ask-step = Через сколько предлагать время: при шаге 30 минут это 10:00, 10:30, 11:00… Выберите или напишите минуты, например 20.
manage-ask-notice = За сколько до начала ещё можно записаться. Выберите или напишите, например 90 мин или 3 ч.
manage-ask-horizon = На сколько дней вперёд можно записаться. Выберите или напишите число дней, например 45.
manage-ask-hold = Сколько держать выбранное время, пока клиент смотрит на последний вопрос. Выберите или напишите минуты, например 7.
manage-ask-change-notice = За сколько до визита клиент ещё может сам перенести или отменить. Позже придётся звонить. Выберите или напишите, например 12 ч.
manage-ask-active-limit = Сколько записей может быть у клиента одновременно. Выберите или напишите число, например 4.
manage-ask-hold-limit = Сколько раз за час клиент может выбрать время. Это мешает тем, кто занимает окошки ради шутки. Выберите или напишите число, например 20.
manage-ask-approval-after = После скольких неявок на записи клиента надо соглашаться. Выберите или напишите число; «никогда» отключает.
manage-ask-proposal = Сколько держать время, которое вы предложили, пока клиент думает. Выберите или напишите часы, например 18.
manage-ask-offer = Сколько держать освободившееся время для первого в очереди, прежде чем спросить следующего. Выберите или напишите минуты, например 20.
manage-ask-retention = Через сколько дней без визитов забывать клиента: имя, телефон, аккаунт. Выберите или напишите дни, например 500; «никогда» отключает.
manage-ask-quiet = В эти часы никому не напоминаем, только раньше. Выберите или напишите, например 22–8.
manage-ask-reminders = Когда напоминать о визите, до четырёх раз. Выберите или напишите, например 24 ч, 2 ч.
manage-ask-needs-phone = Нужно ли оставить номер телефона, чтобы записаться.
manage-ask-hours = Выберите или напишите часы, например 10–19 или 10:00–14:00, 15:00–19:00. Промежуток – это перерыв.
manage-ask-day = Выберите или напишите часы этого дня, например 10–15. Кто записан, остаётся записан.

## Когда ответ непонятен
manage-fault-number = Здесь нужно число: от { $min } до { $max }. Например: { $example }
manage-fault-range = Так нельзя, можно от { $min } до { $max }. Например: { $example }
manage-fault-price = Здесь нужна сумма. Например: { $example }
manage-fault-text = Слишком длинно: уместите, пожалуйста, в { $max } знаков.
manage-fault-buttons = Выберите, пожалуйста, кнопкой ниже.
manage-fault-leads = Нужно до четырёх сроков, от 10 минут до 7 дней. Например: 24 ч, 2 ч
manage-fault-quiet = Нужны два времени, с какого и до какого. Например: 21–9
manage-fault-phone = Нужен номер телефона. Например: +371 20 000 000
manage-fault-hours = Нужны часы с какого и до какого, без наложений. Например: 10–19 или 10:00–14:00, 15:00–19:00
manage-fault-date = Нужна дата, сегодня или позже. Например: 24.12 или 24 декабря
manage-fault-holidays = Нужен список JSON, где у каждой строки есть дата и название, а каждая дата только одна.
manage-fault-location = Нужна точка: пришлите геопозицию или напишите широту и долготу. Например: 56.9496, 24.1052

## Услуги
manage-services-title = <b>Услуги</b>
manage-services-text = В том порядке, в каком их видят клиенты. Нажмите на услугу, чтобы изменить её.
manage-services-none = Пока ни одной. Добавьте первую.
manage-service-is-hidden = <i>Скрыта: записаться нельзя.</i>
manage-shown = ✓ Теперь клиенты её видят.
manage-hidden = ✓ Скрыта. Кто записан, остаётся записан.
manage-moved = ✓ Переставлено.
manage-not-moved = Дальше некуда.
manage-buffers = { $before } до, { $after } после
manage-approval-asked = сначала соглашается мастер
manage-approval-at-once = сразу
manage-nobody-yet = пока никто, и записаться нельзя
manage-place = Место в списке: { $place } из { $total }
manage-performers-text = Кто делает услугу <b>{ $service }</b>? Нажмите на имя, чтобы изменить это или задать свою цену и длительность.
manage-new-service-title = <b>Новая услуга</b>
manage-new-service-name = Как она называется? Напишите, например «Стрижка».
manage-new-service-duration = Сколько она длится? Выберите или напишите, например 50 или 1 ч 20 мин.
manage-new-service-price = Сколько она стоит? Напишите цену, например 25 или 25,50.
manage-service-made = ✓ Услуга <b>{ $name }</b> в списке. Клиенты увидят её, как только её кто-то делает:

## Мастера
manage-masters-title = <b>Мастера</b>
manage-masters-text = Такими их видят клиенты. Нажмите на имя, чтобы изменить.
manage-masters-none = Пока ни одного. Добавьте первого.
manage-master-is-hidden = <i>Не показываем: записаться нельзя.</i>
manage-master-shown = ✓ Теперь клиенты видят этого мастера.
manage-master-hidden = ✓ Больше не показываем. Кто записан, остаётся записан.
manage-master-joined = Получает сообщения в этом боте ✓
manage-master-not-joined = В боте ещё нет: сообщения о визитах не доходят.
manage-nothing-yet = пока никаких
manage-new-master-text = <b>Новый мастер</b>
    Как его зовут? Напишите имя, как его увидят клиенты, например «Ада Лужина».
manage-master-made = ✓ <b>{ $name }</b> в списке. Дальше: услуги, рабочая неделя и приглашение в бот.
manage-repertoire-text = Что делает <b>{ $name }</b>? Нажмите на услугу, чтобы изменить это или задать свою цену и длительность.
manage-offering-title = <b>{ $master }</b>: { $service }
manage-offering-not = Эту услугу мастер не делает.
manage-does-now = ✓ Теперь делает.
manage-does-no-longer = ✓ Больше не делает. Кто записан, остаётся записан.
manage-own-line = { $label }: <b>{ $value }</b>, своя
manage-usual-line = { $label }: <b>{ $value }</b>, как у услуги
manage-in-ru = русский
manage-in-en = английский

## Часы
manage-week-title = <b>{ $name }</b>: рабочая неделя
manage-week-text = { $hours } ч в неделю. Нажмите на день, чтобы изменить его.
manage-closed = выходной
manage-usual = как обычно
manage-whole-business = Все мастера
manage-still-booked = { $visits ->
        [one] { $visits } визит этого дня остаётся в силе: проверьте, пожалуйста, подходит ли он.
        [few] { $visits } визита этого дня остаются в силе: проверьте, пожалуйста, подходят ли они.
       *[many] { $visits } визитов этого дня остаются в силе: проверьте, пожалуйста, подходят ли они.
    }
manage-copy-text = <b>{ $day }</b>: { $hours }
    На какие дни скопировать? То, что там сейчас, заменится.
manage-copied = ✓ Скопировано: { $days }
manage-days-title = <b>{ $name }</b>: особые дни
manage-days-text = Выходные и другие часы. Выберите дату или напишите её, например 24.12.
manage-closures-title = <b>Праздники для всех</b>
manage-closures-text = Дни, когда никто не работает или часы другие. Особый день мастера важнее. Выберите дату или напишите её, например 24.12.
manage-days-none = На год вперёд таких нет.
manage-days-more = { $days ->
        [one] И ещё { $days } позже.
        [few] И ещё { $days } позже.
       *[many] И ещё { $days } позже.
    }
manage-dates-text = <b>{ $month }</b>. Какой день? Можно и написать, например 24.12.
manage-import-text =
    <b>Загрузить праздники</b>
    Вставьте список в JSON: дата и название.
    <code>{ $example }</code>
    Дни, которых нет в списке, останутся как есть.
manage-imported = ✓ Готово. Новых или изменённых дней: <b>{ $changed }</b>, прежних: <b>{ $unchanged }</b>.

## Люди
manage-staff-title = <b>Люди и роли</b>
manage-staff-text = Кому что можно. Нажмите на имя.
manage-role-owner = владелец
manage-role-admin = администратор
manage-role-master = мастер
manage-rights-owner = Может всё, в том числе решать, кто владелец и администратор.
manage-rights-admin = Может менять услуги, часы, правила и мастеров, но не владельцев и администраторов.
manage-rights-master = Видит свои визиты и ведёт свои часы.
manage-only-owners-decide = Изменить это может только владелец.
manage-last-owner = Это единственный владелец, а без владельца нельзя. Сначала пригласите другого.
manage-demote-title = <b>Сделать администратором: { $name }?</b>
manage-demote-text = Права владельца пропадут сразу. Администратором человек станет, когда откроет приглашение, которое вы ему отправите.
manage-remove-title = <b>Забрать права: { $name }?</b>
manage-remove-master = Рабочий стол закроется, сообщений о визитах не будет. В списке мастеров имя останется, записи тоже.
manage-remove-staff = Этот раздел закроется для человека сразу.
manage-removed = ✓ Готово, прав больше нет.
manage-left = ✓ Вы больше не в команде. Всего доброго!
manage-invite-text = Кого приглашаете? Ссылка сработает один раз и живёт семь дней.
manage-invite-masters-text = Кого приглашаете? Администраторов и владельцев приглашает владелец. Ссылка сработает один раз и живёт семь дней.
manage-invite-which = Какой это мастер?
manage-invite-none = Все мастера уже в боте. Нового сначала добавьте в список.
manage-invite-name = Как зовут человека? Роль: { $role }.
manage-invited =
    <b>Приглашение: { $name }</b> ({ $role })
    Отправьте эту ссылку. Она сработает один раз, последний день: { $until }.
    { $link }
    Роль получит тот, кто её откроет, поэтому больше никому её не показывайте.
manage-invited-line = ✓ Приглашение: { $name } ({ $role })
manage-share-text = { $business } зовёт вас в команду, роль: { $role }
manage-has-account = <i>Этот мастер уже в боте.</i>
manage-invitations-title = <b>Ждут ответа</b>
manage-invitations-none = Открытых приглашений нет.
manage-invitation-line = · { $name }, { $role }. Последний день: { $until }
manage-revoked = ✓ Ссылка больше не действует.
manage-welcome = <b>Здравствуйте, { $name }!</b> Ваша роль: { $role }.
manage-welcome-owner = Это ваш рабочий стол. Он всегда открывается командой /manage.
manage-welcome-admin = Это ваш рабочий стол. Он всегда открывается командой /manage.
manage-welcome-master = Это ваш рабочий стол. Он всегда открывается командой /desk. О каждой записи напишем сюда.
manage-invitation-invalid = <i>Это приглашение не принять: им уже воспользовались, его отозвали или прошло больше семи дней. Попросите, пожалуйста, новое.</i>
manage-already-joined = <i>У вас уже есть эта роль или более высокая.</i>

## Правила и данные
manage-policies-title = <b>Правила записи</b>
manage-policies-text = Нажмите на правило: расскажем, что оно значит, и дадим изменить.
manage-business-title = <b>О нас</b>
manage-business-text = Название, адрес и телефон видят клиенты. Часовой пояс и валюта задаются один раз при установке.
manage-phone-needed = обязателен для записи
manage-phone-optional = не обязателен

## Клиенты
manage-clients-title = <b>Клиенты</b>
manage-clients-text = Чтобы найти человека, напишите часть имени или номера.
manage-clients-found = Нашлось по «{ $search }». Напишите другое, чтобы искать снова.
manage-clients-none = Никого.
manage-client-reachable = Сообщения доходят ✓
manage-client-unreachable = Сообщения не доходят: бот заблокирован. Лучше позвонить.
manage-client-no-account = Записан без Telegram: сообщения не доходят.
manage-visits-title = <b>{ $name }</b>: визиты
manage-visits-none = Пока ни одного.
manage-visit-line = · { $when }: { $services }, { $master } ({ $state })
manage-state-held = выбирает время
manage-state-pending = ждёт ответа
manage-state-confirmed = записан
manage-state-completed = состоялся
manage-state-no-show = не пришёл
manage-state-cancelled = отменён
manage-state-declined = отклонён
manage-state-expired = время вышло
manage-export-caption = Всё, что мы храним об этом клиенте.
manage-erase-text = <b>Забыть: { $name }?</b>
    Будущие визиты отменятся; имя, телефон и аккаунт удалятся навсегда. Прошлые визиты останутся без имени.
manage-erase-twice = <b>Точно забыть: { $name }?</b> Вернуть будет нельзя.
manage-erased = ✓ Забыли.

## Рассылки
manage-broadcasts-title = <b>Рассылки</b>
manage-broadcasts-text = Новости сразу многим клиентам, каждому на его языке. Последние сверху: нажмите, чтобы увидеть, что с ними стало.
manage-broadcasts-none = Новости сразу многим клиентам, каждому на его языке. Пока не было ни одной.
manage-broadcast-line = { $day } · { $state } · { $text }
manage-broadcast-state-sending = отправляется
manage-broadcast-state-done = отправлена
manage-broadcast-state-stopped = остановлена
manage-broadcast-title = <b>Новая рассылка</b>
manage-broadcast-ask-ru = Напишите русский текст, до { $max } знаков. Его получат те, кто выбрал русский.
manage-broadcast-ask-en = Напишите английский текст, до { $max } знаков. Его получат те, кто выбрал английский.
manage-broadcast-now = Сейчас он такой:
manage-broadcast-quote = <blockquote>{ $text }</blockquote>
manage-broadcast-ask-kind = Кому отправить? Кто просил не присылать рассылок, не получит её в любом случае.
manage-broadcast-ask-since = Кто был у нас с какого дня или записан на будущее? Выберите или напишите дату, например 1 сентября.
manage-broadcast-ask-not-since = Кого мы не видели с какого дня? Выберите или напишите дату, например 1 сентября.
manage-broadcast-ask-master = Клиентам какого мастера?
manage-broadcast-some-words = Хотя бы на одном языке текст нужен.
manage-fault-long = В тексте { $length ->
        [one] { $length } знак
        [few] { $length } знака
       *[many] { $length } знаков
    }, а помещается { $max }. Сократите, пожалуйста, и пришлите ещё раз.
manage-fault-since = Нужна дата, сегодня или раньше. Например: 01.09 или 1 сентября 2025
manage-audience-all = все клиенты
manage-audience-visited-since = кто был у нас с { $day } или позже
manage-audience-not-visited-since = кого у нас не было с { $day }
manage-audience-of = { $who }, мастер { $master }
manage-label-audience = Кому
manage-label-state = Состояние
manage-broadcast-count = Получат: <b>{ $total }</b> (по-русски { $ru }, по-английски { $en })
manage-broadcast-message-ru = Так это увидят по-русски:
manage-broadcast-message-en = Так это увидят по-английски:
manage-broadcast-foreign-ru = Русского текста нет, поэтому кто выбрал русский, увидит это:
manage-broadcast-foreign-en = Английского текста нет, поэтому кто выбрал английский, увидит это:
manage-broadcast-button = И кнопка под сообщением: «{ $label }»
manage-broadcast-sure = Отправляем? Вернуть отправленное нельзя.
manage-broadcast-nobody = Сейчас её никто бы не получил. Выберите, пожалуйста, других людей.
manage-broadcast-begun = ✓ Началось. Закрывать этот экран можно: отправка идёт сама.
manage-broadcast-sent-before = <i>Эта рассылка ушла ещё до последних правок, второй раз мы её не отправили. Вот она:</i>
manage-broadcast-lost = <i>Простите, черновик не сохранился. Тексты остались выше в чате: их можно скопировать и начать заново.</i>
manage-broadcast-one = <b>Рассылка</b>
manage-broadcast-counting = Считаем, кому она…
manage-broadcast-delivered = Доставлено: <b>{ $delivered }</b> из { $total }
manage-broadcast-waiting = Ещё ждут: { $count }
manage-broadcast-unreachable = Не доходит, бот заблокирован: { $count }
manage-broadcast-failed = Не удалось: { $count }
manage-broadcast-unknown = Неизвестно, дошло ли: { $count }
manage-broadcast-left-out = Не отправлено: { $count }
manage-broadcast-as-of = <i>Так было в { $time }.</i>
manage-broadcast-stop-text = <b>Остановить рассылку?</b>
    Получили уже: { $delivered }, у них она останется. Остальным не отправим. Продолжить потом нельзя.
manage-broadcast-stopped = ✓ Остановлена.
manage-broadcast-was-done = <i>Она уже закончилась, останавливать нечего.</i>
manage-broadcast-away = Рассылки сейчас не отвечают. Что уже отправляется, не потеряется. Попробуйте, пожалуйста, через минуту.
manage-broadcast-away-draft = Рассылки сейчас не отвечают. Ваш черновик сохранён. Попробуйте, пожалуйста, через минуту: дважды ничего не уйдёт.
manage-broadcast-not-sure = <i>Ответа не было. Повторить можно смело: дважды ничего не уйдёт.</i>

## Изменения
manage-audit-title = <b>Последние изменения</b>
manage-audit-none = Пока ничего не происходило.
manage-audit-line = · { $when }. <b>{ $who }</b>: { $what }
manage-doer-client = клиент
manage-doer-forgotten = человек, которого забыли
manage-doer-program = другая программа
manage-doer-database = кто-то прямо в базе
manage-doer-system = система
manage-did-something = изменение: { $subject }
manage-subject-appointment = визит
manage-subject-business = данные и правила
manage-subject-client = клиент
manage-subject-closure = праздник
manage-subject-master = мастер
manage-subject-offering = услуга мастера
manage-subject-override = особый день
manage-subject-service = услуга
manage-subject-staff = команда
manage-subject-invitation = приглашение
manage-subject-other = настройки
manage-did-update-business = изменение данных или правил
manage-did-create-service = новая услуга
manage-did-update-service = изменение услуги
manage-did-create-master = новый мастер
manage-did-update-master = изменение мастера
manage-did-put-offering = что делает мастер
manage-did-delete-offering = мастер больше не делает услугу
manage-did-put-working-hours = новая рабочая неделя
manage-did-put-override = другие часы на один день
manage-did-delete-override = обычные часы на один день
manage-did-put-closure = новый праздник
manage-did-delete-closure = праздник убран
manage-did-import-holidays = загружены праздники
manage-did-create-hold = выбор времени
manage-did-release-hold = отказ от выбранного времени
manage-did-confirm-appointment = запись
manage-did-cancel-appointment = отмена визита
manage-did-reschedule-appointment = перенос визита
manage-did-answer-attendance = ответ «приду»
manage-did-accept-appointment = согласие на заявку
manage-did-decline-appointment = отказ по заявке
manage-did-propose-time = предложено другое время
manage-did-accept-proposal = предложенное время принято
manage-did-refuse-proposal = предложенное время отклонено
manage-did-complete-appointment = визит состоялся
manage-did-mark-no-show = отмечена неявка
manage-did-join-waitlist = встал в очередь
manage-did-leave-waitlist = вышел из очереди
manage-did-put-me = изменение своих данных
manage-did-erase-me = просьба забыть
manage-did-erase-client = клиента забыли
manage-did-update-staff-member = изменение имени сотрудника
manage-did-remove-staff = права забраны
manage-did-create-invitation = новое приглашение
manage-did-revoke-invitation = приглашение отозвано
manage-did-accept-invitation = новый человек в команде
manage-did-create-api-key = новый ключ для программы
manage-did-revoke-api-key = ключ программы закрыт
manage-did-create-client = новый клиент
manage-did-set-note = изменена заметка к визиту
manage-did-create-time-off = время закрыто
manage-did-delete-time-off = время снова открыто

## Команды
command-manage = Управление
command-desk = Мой рабочий стол
