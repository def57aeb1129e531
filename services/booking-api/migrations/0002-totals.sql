-- The price of a visit is the sum of up to ten services of up to 1,000,000,000 minor units each: more than an integer holds.
-- Currencies without a small unit of value (the rial, the Lebanese pound) do come near it.
alter table booking.appointments alter column price_minor type bigint;
