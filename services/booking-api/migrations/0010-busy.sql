-- What the busy query reads (src/availability/busy-sql.ts has the figures): times of bookings straight from the index, without a
-- look at the table, and the few rows that are held.
create index appointments_booked on booking.appointments (master_id, lower(occupied)) include (occupied, id)
  where status in ('pending', 'confirmed');
create index appointments_held on booking.appointments (master_id) where status = 'held';
