-- A wish whose matching failed, through a fault of ours, is passed over until then, so that it does not stop all who come after.
alter table booking.waitlist_entries add column faulty_until timestamptz;
