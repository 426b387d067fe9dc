"""Taking what was read into the library: the plan, the saving, and `manage.py import_references`."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry
from wagtail.search.backends import get_search_backend

from articles.models import LibrarySettings, Reference
from articles.references import formats, importing
from articles.references.importing import Outcome, Status
from cms import tags

pytestmark = pytest.mark.django_db


def entries(*items):
    return formats.read(json.dumps(items)).entries


def plan(*items):
    return importing.plan(entries(*items))


def save(*items):
    return sum(importing.save(entries(*items)), Outcome())


def command(*args):
    out = StringIO()
    call_command("import_references", *map(str, args), stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(text, name="refs.bib"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


class TestThePlan:
    def test_it_tells_new_from_existing_and_writes_nothing(self, make_reference):
        known = make_reference("Needles", DOI="10.1/a", PMID="7", issued={"date-parts": [[2014]]})
        rows = plan(
            {"title": "Another spelling", "DOI": "https://doi.org/10.1/A"},
            {"title": "By its number", "PMID": "PMID: 7"},
            {"title": "needles.", "issued": {"date-parts": [[2014, 5]]}},
            {"title": "Needles", "issued": {"date-parts": [[2015]]}},
        )
        assert [row.status for row in rows] == [Status.EXISTING] * 3 + [Status.NEW]
        assert [row.match.by for row in rows[:3]] == ["doi", "pmid", "title_key"]
        assert {row.match.pk for row in rows[:3]} == {known.pk}
        assert rows[0].reason == "A reference with the same DOI is in the library."
        assert Reference.objects.count() == 1

    def test_the_same_work_twice_in_a_file_is_one(self):
        rows = plan({"title": "T", "DOI": "10.1/a"}, {"title": "T again", "DOI": "10.1/A"})
        assert [row.status for row in rows] == [Status.NEW, Status.EXISTING]
        assert rows[1].reason == "A reference with the same DOI comes earlier in the file."

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"DOI": "10.1/a"}, {"DOI": "10.1/b"}),
            ({"PMID": "1"}, {"PMID": "2"}),
            ({"author": [{"family": "Ito"}]}, {"author": [{"family": "Silva"}]}),
        ],
    )
    def test_a_common_title_is_not_enough_where_something_contradicts(self, one, other):
        rows = plan({"title": "Editorial"} | one, {"title": "Editorial"} | other)
        assert [row.status for row in rows] == [Status.NEW, Status.NEW]

    def test_what_is_no_identifier_or_address_is_left_out_and_told(self):
        (row,) = plan({"title": "T", "DOI": "n/a", "PMID": "PMC12", "URL": "javascript:alert(1)"})
        assert row.status is Status.NEW
        assert [note.split(" is not ")[0] for note in row.notes] == ["“n/a”", "“PMC12”", "“javascript:alert(1)”"]
        assert set(row.reference.csl) == {"title", "type"}

    def test_an_entry_without_a_title_needs_an_identifier(self):
        named, nameless = plan({"DOI": "10.1186/s40981-020-0316-0"}, {"volume": "3"})
        assert named.reference.title == "DOI 10.1186/s40981-020-0316-0"
        assert "title" not in named.reference.csl
        assert nameless.status is Status.BROKEN
        assert "no title" in nameless.reason

    def test_its_queries_do_not_grow_with_the_entries(self, django_assert_num_queries):
        for count in (1, 40):
            items = [{"title": f"T{n}", "DOI": f"10.1/{n}", "PMID": str(n + 1)} for n in range(count)]
            with django_assert_num_queries(3):
                plan(*items)


class TestSaving:
    def test_it_works(self, django_user_model, run_later):
        editor = django_user_model.objects.create_user("editor")
        item = {"title": "Fatigue", "author": [{"family": "Ito", "given": "Ben"}], "issued": {"date-parts": [[2014]]}}
        outcome = sum(importing.save(entries(item, {"title": "Pain"}, {"volume": "1"}), user=editor), Outcome())
        assert outcome == Outcome(created=2, existing=0)
        reference = Reference.objects.get(title="Fatigue")
        assert (reference.year, reference.csl["author"]) == (2014, [{"family": "Ito", "given": "Ben"}])
        assert [found.pk for found in get_search_backend().search("fatigue", Reference)] == [reference.pk]
        log = ModelLogEntry.objects.for_instance(reference).get()
        assert (log.action, log.user) == ("wagtail.create", editor)
        assert tags.version([f"reference:{reference.pk}"]) == 1
        run_later()
        reference.refresh_from_db()
        assert reference.citation_html == "Ito B. Fatigue. Published online 2014."

    def test_saving_again_adds_nothing(self):
        item = {"title": "Fatigue", "DOI": "10.1/a"}
        assert save(item) == Outcome(created=1)
        assert save(item) == Outcome(existing=1)
        assert Reference.objects.count() == 1

    def test_what_somebody_added_meanwhile_is_matched_again(self, monkeypatch):
        planned = importing.plan

        def late(found):
            rows = planned(found)
            if not Reference.objects.exists():
                Reference.objects.create(title="Faster", doi="10.1/a")
            return rows

        monkeypatch.setattr(importing, "plan", late)
        assert save({"title": "Fatigue", "DOI": "10.1/a"}, {"title": "Other"}) == Outcome(created=1, existing=1)
        assert set(Reference.objects.values_list("title", flat=True)) == {"Faster", "Other"}


class TestFillingGaps:
    FULLER = {
        "title": "Needles and sleep", "DOI": "10.1/a", "PMID": "77", "page": "1-9", "abstract": "Background.",
        "volume": "12", "author": [{"family": "Ito", "given": "Ben"}], "issued": {"date-parts": [[2014, 5]]},
    }  # fmt: skip

    @pytest.fixture
    def known(self, make_reference):
        """Give a reference that somebody has typed, with little more than a title of their own."""
        return make_reference("Needles & sleep", DOI="10.1/a", volume="twelve", design="")

    def test_what_is_missing_is_planned_and_filled_in(self, known, run_later, django_user_model):
        item = self.FULLER | {"design": "randomized_trial"}
        (row,) = plan(item)
        assert (row.status, row.match.pk) == (Status.EXISTING, known.pk)
        assert set(row.gaps) == {"PMID", "page", "abstract", "author", "issued", "design"}
        assert save(item) == Outcome(existing=1, filled=1)
        known.refresh_from_db()
        assert (known.title, known.csl["volume"]) == ("Needles & sleep", "twelve")
        assert (known.pmid, known.year, known.design) == ("77", 2014, "randomized_trial")
        assert (known.csl["page"], known.csl["abstract"]) == ("1-9", "Background.")
        assert [found.pk for found in get_search_backend().search("Ito", Reference)] == [known.pk]
        assert ModelLogEntry.objects.for_instance(known).get(action="wagtail.edit")
        run_later()
        known.refresh_from_db()
        assert known.citation_html.startswith("Ito B. Needles &amp; sleep.")

    def test_once_filled_there_is_nothing_left(self, known):
        save(self.FULLER)
        stamp = tags.version([f"reference:{known.pk}"])
        assert save(self.FULLER) == Outcome(existing=1)
        assert tags.version([f"reference:{known.pk}"]) == stamp

    def test_two_entries_fill_one_after_the_other(self, known):
        rows = plan(
            {"DOI": "10.1/a", "title": "N", "page": "1-9"}, {"DOI": "10.1/a", "title": "N", "page": "2", "issue": "3"}
        )
        assert [set(row.gaps) for row in rows] == [{"page"}, {"issue"}]
        assert save(*(row.entry.csl for row in rows)) == Outcome(existing=2, filled=1)
        known.refresh_from_db()
        assert (known.csl["page"], known.csl["issue"]) == ("1-9", "3")

    def test_an_identifier_of_another_reference_is_no_gap(self, known, make_reference):
        make_reference("The same work twice", PMID="77")
        (row,) = plan(self.FULLER)
        assert "PMID" not in row.gaps
        assert save(self.FULLER) == Outcome(existing=1, filled=1)

    def test_a_work_known_by_its_number_gets_its_title(self, make_reference):
        known = make_reference("", DOI="10.1/a")
        assert known.title == "DOI 10.1/a"
        save(self.FULLER)
        known.refresh_from_db()
        assert (known.title, known.csl["title"]) == ("Needles and sleep", "Needles and sleep")

    def test_what_an_editor_typed_meanwhile_stays(self, known, monkeypatch):
        planned = importing.plan

        def late(found):
            rows = planned(found)
            Reference.objects.filter(pk=known.pk).update(csl=known.csl | {"page": "mine"})
            return rows

        monkeypatch.setattr(importing, "plan", late)
        save(self.FULLER)
        known.refresh_from_db()
        assert (known.csl["page"], known.csl["abstract"]) == ("mine", "Background.")

    def test_its_queries_do_not_grow_with_the_entries(self, make_reference, django_assert_max_num_queries):
        counts = []
        for total in (1, 20):
            items = [{"title": f"T{total}-{n}", "DOI": f"10.{total}/{n}"} for n in range(total)]
            save(*items)
            with django_assert_max_num_queries(40) as asked:
                assert save(*(item | {"page": "1"} for item in items)).filled == total
            # Wagtail's index on SQLite updates known entries one by one.
            ours = [query for query in asked.captured_queries if not query["sql"].startswith('UPDATE "wagtailsearch')]
            counts.append(len(ours))
        assert counts[0] == counts[1]

    def test_the_command_tells_it_and_can_leave_it(self, known, file):
        path = file(json.dumps([self.FULLER]), "refs.json")
        told = command(path, "--dry-run")
        assert "It gets its abstract, authors, date, pages, PMID." in told
        assert "1 already there (1 with gaps filled in)" in told
        assert "1 already there, 0 broken" in command(path, "--no-fill")
        known.refresh_from_db()
        assert known.pmid is None
        assert "(1 with gaps filled in)" in command(path)
        known.refresh_from_db()
        assert known.pmid == "77"


class TestTheCommand:
    BIB = "@article{good, title={Good}, year=2014}\n@article{bad, year=2014}\n@article{open, title={Open"

    def test_it_prints_what_became_of_the_entries_as_json(self, file):
        report = json.loads(command(file(self.BIB), "--json"))
        assert list(report) == ["created", "existing", "broken"]
        assert (report["created"], report["existing"]) == (1, 0)
        assert [list(row) for row in report["broken"]] == [["entry", "reason"]] * 2
        assert [row["entry"] for row in report["broken"]] == ["bad", "open (line 3)"]
        assert json.loads(command(file(self.BIB), "--json"))["existing"] == 1

    def test_a_dry_run_writes_nothing(self, file):
        assert "1 would be new, 0 already there, 2 broken" in command(file(self.BIB), "--dry-run")
        assert not Reference.objects.exists()

    def test_it_tells_people_why(self, file):
        told = command(file(self.BIB))
        assert "broken   bad: It has no title, and no DOI or PMID to know it by." in told
        assert "1 new, 0 already there, 2 broken" in told

    def test_a_file_that_cannot_be_read_stops_no_other(self, file, tmp_path):
        good, odd = file(self.BIB), file(b"PK\x00", "x.docx")
        with pytest.raises(CommandError, match="2 of 3 files not read"):
            command(odd, tmp_path / "missing.bib", good)
        assert Reference.objects.get().title == "Good"

    def test_the_files_of_reference_managers_are_imported_completely(self, inputs):
        files = sorted((inputs / "references").iterdir())
        assert json.loads(command(*files, "--json")) == {"created": 5, "existing": 0, "broken": []}
        assert json.loads(command(*files, "--json")) == {"created": 0, "existing": 5, "broken": []}
        assert Reference.objects.filter(title__startswith="Состояние рецепторного аппарата").exists()
        assert Reference.objects.get(title="An amazing title").csl["author"] == [{"family": "César", "given": "Jean"}]

    def test_identifiers_alone_are_looked_up_only_where_it_is_allowed(self, file):
        report = json.loads(command(file("10.1155/2014/972935", "doi.txt"), "--json"))
        assert "looking up is switched off" in report["broken"][0]["reason"]
        assert LibrarySettings.read(None).look_up is False


class TestImportsAtOnce:
    def test_each_work_comes_in_once_and_nobody_fails(self, race):
        items = [{"title": f"Title {number}", "DOI": f"10.1/{number}"} for number in range(20)]
        outcomes = race([lambda: save(*items) for _ in range(4)])
        assert sum(outcome.created for outcome in outcomes) == 20
        assert all(outcome.created + outcome.existing == 20 for outcome in outcomes)
        assert Reference.objects.count() == 20
