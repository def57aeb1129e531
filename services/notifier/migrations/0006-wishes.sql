-- A master is told of a wish that names them. What it says is asked for as the message leaves, so the row holds nobody's name.
alter table notifier.deliveries
  add column waitlist_entry_id uuid,
  drop constraint deliveries_about_one_thing,
  add constraint deliveries_about_one_thing check (num_nonnulls(appointment_id, broadcast_id, waitlist_entry_id) = 1);
