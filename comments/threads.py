"""Where a comment stands in its thread, and how rows become a tree: pure functions over plain values.

A path is the ids from the thread's first comment down to the comment itself, each eight base-32 digits wide
(Crockford's order: digits sort before letters). Sorted byte by byte, the paths of a thread are its comments depth first,
the replies of each oldest first.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

MAX_DEPTH = 9  # ten levels, counted from 0
WIDTH = 8  # 32 ** 8 ids: a thousand billion comments
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AFTER_ANY_DIGIT = "~"  # sorts behind every digit: `path + "~"` bounds the subtree of `path`

MAX_ORDER = 2**31 - 1  # xtd's column
STEP = 2**16  # between neighbours at the end of a thread
SPREAD = 64  # how much of a gap one insertion leaves for the next


class Place(NamedTuple):
    """Where a reply goes: the id and path of what it hangs on (None for a first comment), and its depth."""

    parent: int | None
    parent_path: str
    depth: int


def encode(number: int) -> str:
    """Give an id as eight base-32 digits; raise OverflowError for one that needs more."""
    digits = []
    for _ in range(WIDTH):
        number, rest = divmod(number, 32)
        digits.append(DIGITS[rest])
    if number:
        raise OverflowError("A comment's id needs more than eight base-32 digits.")
    return "".join(reversed(digits))


def ancestors(path: str) -> list[str]:
    """Give the paths above `path`, the thread's first comment first."""
    return [path[:end] for end in range(WIDTH, len(path), WIDTH)]


def place_of_reply(*, parent: int, path: str, depth: int, grandparent: int | None) -> Place:
    """Give the place of a reply to the comment `parent`; below the deepest level it stands beside what it answers."""
    if depth < MAX_DEPTH:
        return Place(parent, path, depth + 1)
    return Place(grandparent, path[:-WIDTH], depth)


def order_between(before: int, after: int | None) -> int | None:
    """Give xtd's `order` for a comment between two neighbours (`after` None: at the end), or None when no number is free.

    Insertions come mostly one behind the other, so each takes a small part of the gap and leaves the rest.
    """
    limit = MAX_ORDER + 1 if after is None else after
    room = limit - before
    if room < 2:
        return None
    return before + max(1, min(STEP, room // SPREAD))


def relabelled_step(count: int) -> int:
    """Give the distance that spreads `count` comments over half of xtd's numbers, the other half left for what comes."""
    return max(1, min(STEP, MAX_ORDER // 2 // max(count, 1)))


def nest(rows: Iterable[Any], *, roots: Sequence[int]) -> dict[int | None, list[Any]]:
    """Give rows (each with `pk` and `parent_comment_id`) by what they hang on, oldest first; `roots` come under None."""
    wanted = set(roots)
    children: dict[int | None, list[Any]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        children.setdefault(None if row.pk in wanted else row.parent_comment_id, []).append(row)
    children[None] = sorted(children.get(None, []), key=lambda row: roots.index(row.pk))
    return children
