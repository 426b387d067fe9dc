"""What this room tells whoever listens."""

from django.dispatch import Signal

# Sent inside the transaction of the change, last of all, with `pages`: the ids of the pages whose public discussion
# looks different once it is committed.
discussion_changed = Signal()

# Sent inside the transaction of the change, with `decisions`: the rows that were appended to the log, in its order.
decided = Signal()

# Sent with `issuer`, the id of a TokenIssuer whose keys should be fetched.
token_keys_wanted = Signal()

# Sent inside the transaction, with `email`, when all that is kept of a reader is erased: whoever keeps more, erases that.
reader_erased = Signal()
