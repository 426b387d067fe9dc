"""What this room tells whoever listens."""

from django.dispatch import Signal

# Sent inside the transaction of the change, last of all, with `pages`: the ids of the pages whose public discussion
# looks different once it is committed.
discussion_changed = Signal()
