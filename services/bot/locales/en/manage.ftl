# What the bot says at the owner's desk, in English.

button-manage = Manage
manage-title = <b>The business</b>
