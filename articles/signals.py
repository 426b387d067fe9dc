"""What this room tells others of itself, sent inside the transaction of the change."""

from django.dispatch import Signal

# Sent with `references`, a set of ids, by whatever writes many references at once: they send no signals of their own.
references_changed = Signal()

# Sent when a publication has put a change note into an article's history, with `page` and `note` (ChangeNote).
change_noted = Signal()

# Sent last of all when an article has gone live, changed what is live or is taken down, with `page` and whether it is
# `live` now.
article_changed = Signal()

# Sent with `pages`, a set of ids, when articles are to be cited otherwise although nobody has published them anew.
own_citations_changed = Signal()

# Sent with `page` when the rows about a live article were written anew although nobody has published it.
evidence_rewritten = Signal()

# Sent with `images`, a set of ids, when renditions that front ends get have been written many at once, without signals.
renditions_made = Signal()
