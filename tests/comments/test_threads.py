"""Where comments stand in a thread: paths, xtd's order, and the tree made of rows."""

import random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import threads

IDS = st.integers(min_value=0, max_value=32**threads.WIDTH - 1)


def decode(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + threads.DIGITS.index(digit)
    return number


class TestEncode:
    @given(IDS)
    def test_it_loses_nothing_and_is_always_as_wide(self, number):
        digits = threads.encode(number)
        assert len(digits) == threads.WIDTH
        assert decode(digits) == number

    @given(IDS, IDS)
    def test_its_bytes_sort_as_the_numbers_do(self, one, other):
        assert (threads.encode(one).encode() < threads.encode(other).encode()) == (one < other)

    def test_it_refuses_what_does_not_fit(self):
        assert threads.encode(32**threads.WIDTH - 1) == "Z" * threads.WIDTH
        with pytest.raises(OverflowError):
            threads.encode(32**threads.WIDTH)

    def test_no_digit_sorts_behind_the_end_of_a_subtree(self):
        assert max(threads.DIGITS) < threads.AFTER_ANY_DIGIT
        assert list(threads.DIGITS) == sorted(set(threads.DIGITS))
        assert len(threads.DIGITS) == 32


class TestPaths:
    """Threads built reply by reply, each answering any comment that is there already."""

    @given(st.lists(st.floats(min_value=0, max_value=0.999), max_size=60), st.randoms(use_true_random=False))
    def test_they_sort_depth_first_whatever_the_order_of_writing(self, choices, chance):
        comments = [SimpleNamespace(pk=100, path=threads.encode(100), depth=0, parent_comment_id=None)]
        for step, choice in enumerate(choices, start=1):
            answered = comments[int(choice * len(comments))]
            place = threads.place_of_reply(
                parent=answered.pk, path=answered.path, depth=answered.depth, grandparent=answered.parent_comment_id
            )
            pk = 100 + step * chance.randint(1, 40) + step * 1000
            path = place.parent_path + threads.encode(pk)
            comments.append(SimpleNamespace(pk=pk, path=path, depth=place.depth, parent_comment_id=place.parent))
        children = threads.nest(comments, roots=[100])
        walked = []

        def walk(comment):
            walked.append(comment)
            for reply in children.get(comment.pk, []):
                walk(reply)

        walk(comments[0])
        assert walked == sorted(comments, key=lambda comment: comment.path.encode())
        assert all(comment.depth == len(comment.path) // threads.WIDTH - 1 <= threads.MAX_DEPTH for comment in comments)

    def test_the_deepest_level_takes_replies_beside_what_they_answer(self):
        deepest = "".join(threads.encode(number) for number in range(1, threads.MAX_DEPTH + 2))
        place = threads.place_of_reply(parent=10, path=deepest, depth=threads.MAX_DEPTH, grandparent=9)
        assert place == threads.Place(9, deepest[: -threads.WIDTH], threads.MAX_DEPTH)

    def test_the_level_above_it_still_takes_them_below(self):
        path = "".join(threads.encode(number) for number in range(1, threads.MAX_DEPTH + 1))
        place = threads.place_of_reply(parent=9, path=path, depth=threads.MAX_DEPTH - 1, grandparent=8)
        assert place == threads.Place(9, path, threads.MAX_DEPTH)

    def test_a_path_of_ten_levels_fits_its_column(self):
        assert threads.WIDTH * (threads.MAX_DEPTH + 1) == 80

    def test_ancestors_are_all_above_and_not_itself(self):
        one, two, three = (threads.encode(number) for number in (1, 2, 3))
        assert threads.ancestors(one + two + three) == [one, one + two]
        assert threads.ancestors(one) == []


class TestOrderBetween:
    @given(
        st.integers(min_value=0, max_value=threads.MAX_ORDER),
        st.none() | st.integers(min_value=0, max_value=threads.MAX_ORDER),
    )
    def test_it_is_strictly_between_or_none_where_nothing_is(self, before, after):
        order = threads.order_between(before, after)
        end = threads.MAX_ORDER + 1 if after is None else after
        if order is None:
            assert end - before < 2
        else:
            assert before < order < end

    def test_a_gap_takes_many_insertions_behind_one_another(self):
        before, inserted = 0, 0
        while (order := threads.order_between(before, threads.STEP)) is not None:
            before, inserted = order, inserted + 1
        assert inserted > 200

    def test_an_unlimited_thread_of_forty_thousand_fits(self):
        order, relabelled = 1, 0
        for count in range(40_000):
            following = threads.order_between(order, None)
            if following is None:
                relabelled += 1
                order = count * threads.relabelled_step(count)
                following = threads.order_between(order, None)
            assert order < following <= threads.MAX_ORDER
            order = following
        assert relabelled <= 2

    @given(st.integers(min_value=0, max_value=2**28))
    def test_relabelling_always_leaves_room_between_and_at_the_end(self, count):
        step = threads.relabelled_step(count)
        assert threads.order_between(step, 2 * step) is not None
        assert threads.order_between(count * step, None) is not None


class TestNest:
    def test_it_gives_roots_as_asked_and_replies_oldest_first(self):
        parents = {1: None, 2: None, 3: 1, 4: 2, 5: 1, 6: 3}
        rows = [SimpleNamespace(pk=pk, parent_comment_id=parent) for pk, parent in parents.items()]
        random.Random(7).shuffle(rows)
        children = threads.nest(rows, roots=[2, 1])
        ids = {parent: [row.pk for row in group] for parent, group in children.items()}
        assert ids == {None: [2, 1], 1: [3, 5], 2: [4], 3: [6]}

    def test_a_root_may_itself_be_a_reply(self):
        rows = [SimpleNamespace(pk=3, parent_comment_id=1), SimpleNamespace(pk=6, parent_comment_id=3)]
        children = threads.nest(rows, roots=[3])
        assert [row.pk for row in children[None]] == [3]
        assert [row.pk for row in children[3]] == [6]

    def test_nothing_gives_no_roots(self):
        assert threads.nest([], roots=[]) == {None: []}
