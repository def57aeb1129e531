-- Who is forgotten as a client while they belong to the staff keeps an account in the log, because what they do is the
-- business's history. They are forgotten there as well once they have left, whichever way.
alter table booking.audit_actors add column forget_when_left boolean not null default false;

create function booking.forget_who_left() returns trigger language plpgsql as $$
begin
  delete from booking.audit_actors
  where telegram_user_id = old.telegram_user_id and forget_when_left
    and not exists (select from booking.staff where telegram_user_id = old.telegram_user_id)
    and not exists (select from booking.masters where telegram_user_id = old.telegram_user_id);
  return null;
end
$$;
create trigger staff_forget_who_left after delete or update of telegram_user_id on booking.staff
  for each row execute function booking.forget_who_left();
create trigger masters_forget_who_left after delete or update of telegram_user_id on booking.masters
  for each row when (old.telegram_user_id is not null) execute function booking.forget_who_left();
