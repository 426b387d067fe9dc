"""Posts in German: their headings say what a section is as well as English ones do."""

import pytest

from articles.importers import cues, mapping, text
from articles.importers.cues import Kind

POST = """Yoga bei chronischen Rückenschmerzen

Rückenschmerzen sind weltweit der häufigste Grund für Arbeitsunfähigkeit. Yoga ist günstig und lässt sich zu Hause üben.

Der Nutzen von Yoga

Weniger Schmerzen
Wer zweimal in der Woche übt, berichtet mehreren Studien zufolge nach drei Monaten über weniger Schmerzen.

Besserer Schlaf
Wenn die Schmerzen nachlassen, wird der Schlaf besser.

Risiken und Nebenwirkungen
Zerrungen kommen vor.

Wie wirkt Yoga?
Langsame Bewegung beruhigt das Nervensystem. Atmen senkt die Anspannung.

Studienlage
Eine Übersichtsarbeit von 2017 fand zwölf Studien. Zu den Einschränkungen gehören kleine Stichproben und fehlende Verblindung.

Häufig gestellte Fragen
Ist Yoga in der Schwangerschaft sicher?
Meistens ja, wenn Sie es vorher mit Ihrer Hebamme besprochen haben.
Wie oft soll ich üben?
Zweimal in der Woche.

Literatur
1. Wieland LS et al. Yoga treatment for chronic non-specific low back pain. Cochrane 2017.

Haftungsausschluss
Dieser Beitrag dient nur der Information und ersetzt keine ärztliche Beratung.

Verwandte Artikel
Fünf Dehnübungen fürs Büro
"""


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "kind"),
        [
            ("Nutzen", Kind.BENEFIT),
            ("Die drei Vorteile der Akupunktur", Kind.BENEFIT),
            ("Wirkmechanismus", Kind.MECHANISM),
            ("Wirkmechanismen", Kind.MECHANISM),
            ("Wie wirkt Akupunktur?", Kind.MECHANISM),
            ("Wie Akupunktur wirkt", Kind.MECHANISM),
            ("Evidenz", Kind.EVIDENCE),
            ("Aktuelle Studienlage", Kind.EVIDENCE),
            ("Grenzen", Kind.EVIDENCE),
            ("Was sagt die Forschung?", Kind.EVIDENCE),
            ("Fazit", Kind.CONCLUSION),
            ("Quellen", Kind.REFERENCES),
            ("Häufige Fragen", Kind.FAQ),
            ("Medizinischer Hinweis", Kind.DISCLAIMER),
            ("Das könnte Sie auch interessieren", Kind.RELATED),
            ("Inhaltsverzeichnis", Kind.CONTENTS),
            ("Nutzen und Risiken", None),
            ("Mein Weg zum Yoga", None),
            ("Benutzen Sie eine Matte", None),
        ],
    )
    def test_a_heading_says_what_its_section_is(self, heading, kind):
        assert cues.heading_kind(heading) == kind


class TestAGermanPost:
    def draft(self):
        return mapping.map_document(text.read(POST.encode()))

    def test_it_becomes_the_blocks_that_an_english_one_does(self):
        outline = [(block.type, block.value.get("heading")) for block in self.draft().blocks]
        assert outline == [
            ("section", ""),
            ("benefit", "Weniger Schmerzen"),
            ("benefit", "Besserer Schlaf"),
            ("section", "Risiken und Nebenwirkungen"),
            ("mechanism", "Wie wirkt Yoga?"),
            ("evidence", "Studienlage"),
            ("faq", None),
            ("section", "Literatur"),
            ("disclaimer", None),
            ("related_article", None),
        ]

    def test_questions_have_their_answers(self):
        (questions,) = [block.value["items"] for block in self.draft().blocks if block.type == "faq"]
        assert [item["question"] for item in questions] == [
            "Ist Yoga in der Schwangerschaft sicher?",
            "Wie oft soll ich üben?",
        ]

    def test_what_limits_the_studies_is_listed(self):
        (evidence,) = [block.value for block in self.draft().blocks if block.type == "evidence"]
        assert evidence["limitations"] == ["Kleine Stichproben", "Fehlende Verblindung"]
