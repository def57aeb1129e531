# Что бот говорит за столом мастера, по-русски.

## Кнопки
button-desk = Мой день
button-desk-today = Сегодня
button-desk-day = Весь день: { $day }
button-desk-week = Неделя
button-desk-requests = Заявки: { $count }
button-desk-book = Записать клиента
button-desk-block = Закрыть время
button-desk-blocks = Что закрыто
button-desk-share = Поделиться окошками
button-desk-waitlist = Лист ожидания
button-desk-feed = Мой календарь
button-desk-masters = Другой мастер
button-desk-visit = Открыть запись
button-day-before = ‹ { $day }
button-day-after = { $day } ›
button-week-before = ‹ Неделя раньше
button-week-after = Неделя позже ›
button-page-before = ‹ Раньше
button-page-after = Дальше ›
button-accept = Принять ✓
button-decline = Отклонить
button-propose = Предложить другое время
button-complete = Состоялся ✓
button-no-show = Не пришли
button-copy-phone = Скопировать телефон
button-why-other = Другая причина
button-other-master = К другому мастеру
button-walk-in = Клиент уже здесь
button-by-phone = На другое время
button-nameless = Без имени
button-phone-skip = Без телефона
button-book-sure = Записать ✓
button-block-rest = До конца дня
button-block-hours = С … до …
button-day-off = Выходной
button-off-only = Только { $day }
button-off-sure = Взять выходной ✓
button-unblock = Снова открыть это время
button-share-send = Прислать для пересылки
button-copy-link = Скопировать ссылку
button-feed-make = Новый адрес
button-feed-end = Отключить адрес

## День и неделя
desk-masters-text = <b>Чей день посмотреть?</b>
desk-day-title =
    <b>{ $own ->
        [yes] Ваш день
       *[no] { $master }
    }: { $today ->
        [yes] сегодня, { $day }
       *[no] { $day }
    }</b>
desk-day-sums =
    { $visits ->
        [0] Визитов нет
        [one] { $visits } визит
        [few] { $visits } визита
       *[many] { $visits } визитов
    }, свободно { $free }
desk-day-off = Рабочих часов в этот день нет.
desk-clock = Сейчас { $time }.
desk-now = Идёт визит: <b>{ $client }</b>, до { $until }.
desk-next = Следующий визит: <b>{ $client }</b> в { $time }, через { $in }.
desk-next-none = Больше визитов сегодня нет.
desk-visit-line =
    <b>{ $hours }</b> { $client }, { $services } · { $state ->
        [pending] ждёт вашего ответа
        [coming] придёт ✓
        [completed] состоялся ✓
        [no_show] неявка
       *[unanswered] записан
    }
desk-free-line = { $hours } свободно
desk-break-line = { $hours } перерыв
desk-away-line =
    { $hours } { $note ->
        [none] закрыто для записи
       *[other] закрыто для записи: { $note }
    }
desk-visit-button = { $time } { $client }
desk-week-title =
    <b>{ $own ->
        [yes] Ваша неделя
       *[no] { $master }
    }: { $from } – { $to }</b>
desk-week-text = Нажмите на день, чтобы увидеть его целиком.
desk-week-day =
    { $day } · { $state ->
        [off] выходной
        [full] { $visits ->
            [0] визитов нет
            [one] { $visits } визит
            [few] { $visits } визита
           *[many] { $visits } визитов
        }
       *[free] { $visits ->
            [0] визитов нет
            [one] { $visits } визит
            [few] { $visits } визита
           *[many] { $visits } визитов
        }, свободно { $free }
    }
desk-month-text = <b>{ $month }</b>. Какой день показать?

## Заявки
desk-requests-text =
    { $count ->
        [0] Все заявки решены, никто не ждёт.
        [one] <b>{ $count } заявка ждёт вашего ответа.</b> Время пока за клиентом.
        [few] <b>{ $count } заявки ждут вашего ответа.</b> Время пока за клиентами.
       *[many] <b>{ $count } заявок ждут вашего ответа.</b> Время пока за клиентами.
    }
desk-request-button =
    { $proposed ->
        [yes] { $day }, { $time } · { $client } · предложено другое
       *[no] { $day }, { $time } · { $client }
    }

## Визит
desk-visit-state =
    <b>{ $status ->
        [pending] Заявка ждёт ответа
        [confirmed] Визит
        [completed] Визит состоялся
        [no_show] Неявка
        [cancelled] Визит отменён
        [declined] Заявка отклонена
        [expired] Не записано: время вышло
       *[other] Время держится, но ещё не записано
    }</b>
desk-visit-when = { $day }, { $hours }
desk-visit-note = Клиент пишет: «{ $note }»
desk-visit-reason = Причина: { $reason }
desk-visit-proposal = Предложено другое время: <b>{ $day }, { $time }</b>. Держим его для клиента до { $until }.
desk-client-name = Клиент: <b>{ $client }</b>
desk-client-phone = Телефон: { $phone }
desk-client-no-phone = Телефона нет.
desk-client-history =
    { $visits ->
        [0] Состоявшихся визитов ещё не было
        [one] { $visits } визит состоялся
        [few] { $visits } визита состоялись
       *[many] { $visits } визитов состоялось
    }, { $missed ->
        [0] неявок нет.
        [one] { $missed } неявка.
        [few] { $missed } неявки.
       *[many] { $missed } неявок.
    }
desk-client-erased = клиент, попросивший удалить свои данные
desk-client-unknown = Клиент
desk-attendance =
    { $answer ->
        [coming] Ответ на напоминание: придёт ✓
       *[unanswered] На напоминание ответа пока нет.
    }
desk-unreachable =
    { $how ->
        [none] Без Телеграма: об изменениях позвоните сами.
       *[blocked] Наши сообщения не доходят: об изменениях позвоните сами.
    }
desk-before = До этого: { $hours } { $client }, { $services }
desk-before-none = До этого в тот день никого.
desk-after = После: { $hours } { $client }, { $services }
desk-after-none = После в тот день никого.

## Решения
desk-notice = <i>{ $note }</i>
desk-note-accepted = Заявка принята ✓ Клиенту сообщим.
desk-note-marked =
    { $what ->
        [complete] Визит отмечен: состоялся ✓
       *[no_show] Отмечена неявка.
    }
desk-note-refused =
    { $what ->
        [decline] Заявка отклонена. Клиенту сообщим.
       *[cancel] Визит отменён. Клиенту сообщим.
    }
desk-note-refused-because =
    { $what ->
        [decline] Заявка отклонена, клиенту сообщим причину: «{ $reason }».
       *[cancel] Визит отменён, клиенту сообщим причину: «{ $reason }».
    }
desk-note-planned =
    { $for ->
        [propose] Клиенту предложено другое время: { $day }, { $time }. Ждём ответа.
       *[move] Визит перенесён: { $day }, { $time }. Клиенту сообщим.
    }
desk-note-stands =
    Эта кнопка опоздала. { $status ->
        [pending] Заявка изменилась и ждёт ответа.
        [confirmed] Визит подтверждён.
        [completed] Визит состоялся.
        [no_show] Отмечена неявка.
        [cancelled] Визит отменён.
        [declined] Заявка отклонена.
       *[other] Время вышло.
    }
desk-too-late =
    <i>Так уже нельзя. { $status ->
        [pending] Это всё ещё заявка:
        [confirmed] Визит подтверждён:
        [completed] Визит уже состоялся:
        [no_show] Уже отмечена неявка:
        [cancelled] Визит уже отменён:
        [declined] Заявка уже отклонена:
       *[other] Время вышло:
    }</i>
desk-why-title =
    <b>{ $what ->
        [decline] Отклонить заявку?
       *[cancel] Отменить визит?
    }</b>
desk-why-text = Выберите причину или напишите свою: клиент её прочтёт.
desk-why-own = Клиент прочтёт: «{ $reason }»
desk-why-none =
    { $what ->
        [decline] Отклонить без причины
       *[cancel] Отменить без причины
    }
desk-why-sure =
    { $what ->
        [decline] Отклонить с этой причиной
       *[cancel] Отменить с этой причиной
    }
desk-reason =
    { $reason ->
        [full] В это время всё занято
        [ill] Мастер заболел
       *[away] Мастера в это время не будет
    }
desk-reason-long = <i>Получилось { $length } знаков, а уместится { $longest }. Напишите, пожалуйста, короче, например: «В этот день работаю только до обеда».</i>
desk-reason-lost = <i>Текст причины потерялся. Напишите его, пожалуйста, ещё раз:</i>
desk-mark-title =
    <b>{ $what ->
        [complete] Визит состоялся?
       *[no_show] Клиент не пришёл?
    }</b>
desk-mark-text =
    { $what ->
        [complete] Если это ошибка, потом можно отметить неявку.
       *[no_show] Неявки считаются: после нескольких запись этого клиента сначала придёт вам заявкой. Если это ошибка, потом можно отметить, что визит состоялся.
    }
desk-mark-sure =
    { $what ->
        [complete] Да, состоялся ✓
       *[no_show] Да, не пришли
    }

## Другое время
desk-plan-title =
    <b>{ $for ->
        [propose] Предложить другое время
        [move] Перенести визит
       *[book] Новая запись
    }</b>
    { $client }: { $services }
    Мастер: { $master }
desk-plan-before =
    { $for ->
        [propose] Клиент просит: { $day }, { $hours }
       *[move] Сейчас: { $day }, { $hours }
    }
desk-plan-after = Новое время: <b>{ $day }, { $time }</b>
desk-plan-days-text = Какой день?
desk-plan-days-none = До { $last } свободных окошек нет.
desk-plan-masters-text = К какому мастеру?
desk-plan-times-text = <b>{ $day }</b>. В какое время?
desk-plan-taken =
    Это время только что заняли. { $left ->
        [some] Ближайшие окошки:
       *[none] Выберите, пожалуйста, другое.
    }
desk-plan-sure-text =
    { $for ->
        [propose] Клиент получит сообщение и сможет согласиться или отказаться. Оба времени держим, пока нет ответа.
       *[move] Клиент получит сообщение о новом времени.
    }
desk-plan-sure =
    { $for ->
        [propose] Предложить ✓
       *[move] Да, перенести ✓
    }
desk-plan-lost = <i>Простите, я потерял нить разговора, ничего не изменилось. Начните, пожалуйста, ещё раз:</i>

## Записать клиента
desk-book-text =
    <b>Записать клиента</b>
    Мастер: { $master }

    Клиент уже здесь или позвонил и хочет прийти в другое время?
desk-client-title =
    <b>{ $when ->
        [now] Клиент уже здесь
       *[later] Запись на другое время
    }</b>
desk-client-text =
    Выберите, кто это, или напишите имя нового клиента, можно сразу с телефоном: «Лида +371 20 000 002». { $more ->
        [yes] Здесь не все: чтобы найти остальных, напишите часть имени или телефона.
       *[no] Чтобы найти знакомого, напишите часть имени или телефона.
    }
desk-client-found =
    Вы написали: «{ $search }». { $count ->
        [0] Таких клиентов ещё нет.
        [one] Похож { $count } клиент.
        [few] Похожи { $count } клиента.
       *[many] Похожи { $count } клиентов.
    }
desk-client-number-only = Чтобы добавить нового клиента с этим номером, напишите и имя: «Лида +371 20 000 002».
desk-client-new = Новый клиент: { $name }
desk-client-button =
    { $phone ->
        [none] { $name }
       *[other] { $name } · { $phone }
    }
desk-guest = Гость
desk-name-long = <i>Имя длинновато: уместится { $longest } знаков. Напишите, пожалуйста, короче, например: «Лида Кротова».</i>
desk-phone-text =
    Новый клиент: <b>{ $name }</b>

    Какой у клиента телефон? Напишите с кодом страны, например: +371 20 000 002.
desk-phone-wrong = <i>Не похоже на номер телефона. Нужен код страны, например: +371 20 000 002.</i>
desk-services-text = Что будем делать? Можно выбрать несколько.
desk-services-none = <i>Сначала выберите хотя бы одну услугу.</i>
desk-services-done = Дальше: { $duration }, { $price }
desk-now-none = <i>Сегодня свободного времени больше нет. Ближайшие дни:</i>
desk-book-sure-title = <b>Проверьте и запишите</b>
desk-book-sure-text =
    { $told ->
        [yes] Клиент получит подтверждение и напоминания.
       *[no] У клиента нет Телеграма: напоминаний не будет.
    }
desk-booked = <i>Клиент записан ✓</i>

## Закрыть время
desk-block-title =
    <b>{ $own ->
        [yes] Закрыть ваше время
       *[no] Закрыть время мастера: { $master }
    }</b>
desk-block-text =
    На закрытое время никто не запишется. Прямо сейчас уйти на несколько минут или закрыть другое время? { $count ->
        [0] Пока ничего не закрыто.
       *[other] Ниже то, что закрыто: нажмите, чтобы снова открыть.
    }
desk-block-minutes = На { $duration }
desk-unblock = Открыть: { $when }
desk-block-from-text = <b>{ $day }</b>. С какого времени закрыть?
desk-block-to-text = <b>{ $day }, с { $from }</b>. До какого времени?
desk-time-off =
    { $shape ->
        [hours] { $first }, { $from }–{ $to }
        [day] { $first }, весь день
        [days] { $first } – { $last }
       *[long] { $first }, { $from } – { $last }, { $to }
    }
desk-blocked-title = <b>Закрыто: { $when }</b>
desk-blocked-text =
    { $count ->
        [0] Записанных на это время нет.
        [one] На это время записан { $count } клиент. Запись остаётся, пока вы её не перенесёте:
        [few] На это время записаны { $count } клиента. Записи остаются, пока вы их не перенесёте:
       *[many] На это время записаны { $count } клиентов. Записи остаются, пока вы их не перенесёте:
    }
desk-staying-line = · { $day }, { $time } { $client }
desk-staying-button = { $day }, { $time } · { $client }
desk-unblocked = <i>Время снова открыто для записи ✓</i>
desk-off-text = <b>{ $month }</b>. Какой день взять выходным? Для отпуска нажмите на первый день.
desk-off-last = <b>{ $month }</b>. Первый день: { $first }. Нажмите на последний или возьмите только этот.
desk-off-sure-title = <b>Выходной: { $when }</b>

## Окошки для клиентов
desk-share-title = <b>{ $master }: свободные окошки</b>
desk-share-line =
    { $day }: { $times }{ $more ->
        [0] .
       *[other] {" "}и ещё { $more }.
    }
desk-share-text = Так это увидит ваш клиент. По ссылке он сразу запишется к вам:
desk-share-none =
    { $span ->
        [today] На сегодня свободных окошек нет.
        [tomorrow] На завтра свободных окошек нет.
       *[week] На ближайшую неделю свободных окошек нет.
    } Ссылка всё равно ведёт на запись к вам:
desk-share-sent = <i>Сообщение ниже: перешлите его кому хотите.</i>
desk-share-span =
    { $span ->
        [today] Сегодня
        [tomorrow] Завтра
       *[week] Неделя
    }

## Лист ожидания
desk-waitlist-text =
    { $count ->
        [0] Сейчас никто не ждёт освободившегося времени.
        [one] <b>{ $count } клиент ждёт, когда освободится время.</b> Мы предложим его сами.
        [few] <b>{ $count } клиента ждут, когда освободится время.</b> Мы предложим его сами, по очереди.
       *[many] <b>{ $count } клиентов ждут, когда освободится время.</b> Мы предложим его сами, по очереди.
    }
desk-wish-client = <b>{ $client }</b>: { $services }
desk-wish-when =
    { $days ->
        [one] { $from }
       *[many] { $from } – { $to }
    }, { $parts ->
        [any] в любое время
       *[other] { $parts }
    }, { $master ->
        [any] к любому мастеру
        [named] только к мастеру { $name }
       *[this] только к этому мастеру
    }
desk-wish-offer = Сейчас предложено: { $day }, { $time }, до { $until }.

## Календарь
desk-feed-text =
    <b>{ $own ->
        [yes] Ваши визиты в календаре телефона
       *[no] Визиты в календаре: { $master }
    }</b>

    Мы дадим личный адрес, на который можно подписаться в любом календаре. Покажем его один раз. Новый адрес отключает прежний.

    Кто знает адрес, тот видит визиты: никому его не пересылайте.
desk-feed-address =
    Адрес календаря, показываем его один раз:

    <code>{ $url }</code>

    Добавьте его в календаре как подписку. Не пересылайте: кто знает адрес, тот видит визиты.
desk-feed-nowhere = Отсюда календари до нас пока не дотянутся: у программы нет открытого адреса. Об этом знает тот, кто её настраивал.
desk-feed-ended = <i>Адрес отключён: календари его больше не прочтут.</i>

## Чего больше нет
desk-master-gone = <i>Этот мастер здесь больше не работает.</i>
desk-visit-gone = <i>Этот визит вам недоступен, или его больше нет.</i>
