# What the bot says at a master's desk, in English.

button-desk = My desk
desk-title = <b>Your desk</b>
