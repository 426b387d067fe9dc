"""Mapping posts of several kinds to drafts: nothing in the rules knows one file or one subject."""

from datetime import date

import pytest

from articles.importers import mapping, text
from articles.importers.draft import DraftArticle, Fate

YOGA = """Skip to content
Home > Blog > Back pain
7 Ways Yoga Helps Chronic Back Pain
By Dr. Maria Lopez, PhD | 3 March 2022 | 6 min read
Medically reviewed by Prof. Ivo Hahn

Low back pain is the leading cause of disability worldwide. Yoga is cheap and can be done at home.

1. Less Pain
People who practise twice a week report less pain after three months, according to several trials.

2. Better Sleep
Sleep improves as pain falls.

3. Risks to know
Strains happen.

How does yoga work?
Slow movement calms the nervous system. Breathing lowers arousal.

What the research says
A 2017 review found twelve trials. The studies were limited by short follow-up, lack of blinding and high drop-out.

Frequently Asked Questions
Is yoga safe in pregnancy?
Mostly. Ask your midwife first.
How often should I practise?
Twice a week.

References
1. Wieland LS et al. Yoga treatment for chronic non-specific low back pain. Cochrane 2017.
2. Cramer H. A systematic review. 2013.

Disclaimer
This article is for informational purposes only and is not a substitute for medical advice.

Ready to start? Book your free class at https://example.org/book today!

Share this article
Related posts
Five Stretches for the Office
Why Sitting Hurts Your Back
"""

TEA = """Green tea and the heart
Published: Thursday, 4th of May, 2023, 10:30 AM — Last updated 2023-12-01
Author: Jane Smith and Bo Chen

Does green tea do your heart any good? We looked at it.
The main benefits of green tea are:
- Lower blood pressure
- Better cholesterol

Lower blood pressure
Across trials the fall was about 2 mmHg.
Better cholesterol
LDL fell by 2 mg/dl.

“I drink four cups a day and my numbers never looked better.” — Tom, patient

It acts through three mechanisms of action, namely antioxidant effects, endothelial function and gut bacteria.
Antioxidant effects
Catechins bind free radicals.
Endothelial function
Vessels relax.
The gut microbiome
Bacteria change.
Caution
Call your doctor before taking extracts. If you have chest pain, call 999.

In conclusion, tea is pleasant and harmless. Call us on 04 555 1234 to talk to a dietitian.
3 Comments
Great post! Loved it
I disagree with this, Sue
"""

MASSAGE = """# Massage after exercise

Everybody does it.

## Benefits
- Faster recovery: muscles hurt less after 48 hours, as two trials found.
- Better mood: people feel calmer for some hours afterwards.

## How it works
Pressure moves fluid and calms nerves.

## Evidence
Trials are small. There is a high risk of bias.

## Side effects and costs
Bruises; 80 dollars an hour.
"""


MIGRAINE = """All Posts
Can Needles Help Migraine? What You Should Know
Writer: Lena Park
Jan 5, 2024
4 min read
Updated: Feb 1

Migraine affects one in seven people. Many look for something other than tablets.

How needling may help migraine

Three key benefits stand out: fewer attacks, shorter attacks, and less medication.

Fewer attacks: In one trial people had two attacks fewer a month after eight sessions.
Shorter Attacks: Attacks that did come were over sooner, by some hours, for most people in it.
Less medication: Triptan use went down by a third in the group that had real needles in it.

Is it safe?
Serious harm is very rare. Bruises are common.

Want to try it? Why not book your first session online: www.parkclinic.example/book

#migraine #needles
Tags: migraine, pain

132 views
0 comments
Recent Posts
See All
Cupping: What It Is and What It Is Not
Comments
Write a comment...
bottom of page
"""


def mapped(source: str) -> DraftArticle:
    return mapping.map_document(text.read(source.encode()))


def outline(draft: DraftArticle) -> list[tuple[str, str]]:
    return [(block.type, block.name) for block in draft.blocks]


def only(draft: DraftArticle, kind: str) -> dict:
    (block,) = [block for block in draft.blocks if block.type == kind]
    return block.value


def fates(draft: DraftArticle) -> dict[int, Fate]:
    return {line.n: line.fate for line in draft.lines}


class TestTheClinicsPost:
    """The post this product starts from."""

    @pytest.fixture
    def draft(self, inputs):
        return mapping.map_document(text.read((inputs / "acupuncture-ms.txt").read_bytes()))

    def test_its_masthead(self, draft):
        assert draft.title == "Acupuncture, Complementary Therapy for Multiple Sclerosis (MS)"
        assert draft.authors == ("www.Acute-Acupuncture.com",)
        assert (draft.published_at, draft.updated_at) == (date(2023, 8, 17), date(2024, 4, 18))

    def test_its_blocks_in_order(self, draft):
        assert [(kind, name.split(" ")[0]) for kind, name in outline(draft)] == [
            ("section", ""),
            ("benefit", "Symptom"),
            ("related_article", "Acupuncture"),
            ("benefit", "Immune"),
            ("benefit", "Neuroprotection"),
            ("section", ""),
            ("mechanism", "Neural"),
            ("mechanism", "Regulation"),
            ("related_article", "Optimal"),
            ("mechanism", "Modulation"),
            ("related_article", '"There'),
            ("evidence", "Current"),
            ("section", ""),
            ("call_to_action", "Book"),
        ]

    def test_the_limitations_of_its_evidence(self, draft):
        value = only(draft, "evidence")

        assert value["limitations"] == ["Small sample sizes", "Lack of long-term follow-up"]
        assert "However, methodological limitations, such as small sample sizes" in value["text"]

    def test_its_call_to_action(self, draft):
        value = only(draft, "call_to_action")

        assert value["label"] == "Book a complementary 15-minute consultation"
        assert value["text"].endswith("Let's discuss if acupuncture is the right thing for you.")

    def test_what_is_dropped_and_what_an_editor_should_see(self, draft):
        assert [line.n for line in draft.lines if line.fate is Fate.DROPPED] == [5, 41]
        assert [line.n for line in draft.lines if line.fate is Fate.KEPT] == [12, 23, 26]

    def test_the_last_paragraph_is_in_two_blocks_and_says_what_was_left_out(self, draft):
        (line,) = [line for line in draft.lines if line.n == 29]

        assert (line.fate, line.blocks) == (Fate.PLACED, (12, 13))
        assert "Don't forget to like, subscribe" in line.reason
        assert "Please leave a comment below." in line.reason


class TestAListOfWays:
    """Numbered headings that the title announces, questions, references, a disclaimer and cards at the end."""

    @pytest.fixture
    def draft(self):
        return mapped(YOGA)

    def test_its_masthead_below_the_menu(self, draft):
        assert draft.title == "7 Ways Yoga Helps Chronic Back Pain"
        assert draft.byline == "Dr. Maria Lopez, PhD"
        assert draft.published_at == date(2022, 3, 3)

    def test_its_blocks(self, draft):
        assert outline(draft) == [
            ("section", ""),
            ("benefit", "Less Pain"),
            ("benefit", "Better Sleep"),
            ("section", "Risks to know"),
            ("mechanism", "How does yoga work?"),
            ("evidence", "What the research says"),
            ("faq", ""),
            ("section", "References"),
            ("disclaimer", ""),
            ("call_to_action", "Book your free class"),
            ("related_article", "Five Stretches for the Office"),
            ("related_article", "Why Sitting Hurts Your Back"),
        ]

    def test_questions_are_paired_with_their_answers(self, draft):
        assert only(draft, "faq")["items"] == [
            {"question": "Is yoga safe in pregnancy?", "answer": "<p>Mostly. Ask your midwife first.</p>"},
            {"question": "How often should I practise?", "answer": "<p>Twice a week.</p>"},
        ]

    def test_the_address_of_the_request_is_kept(self, draft):
        assert only(draft, "call_to_action")["url"] == "https://example.org/book"

    def test_a_reviewer_is_named_for_the_editor(self, draft):
        (line,) = [line for line in draft.lines if line.n == 5]

        assert (line.fate, "Reviewers" in line.reason) == (Fate.DROPPED, True)


class TestAnnouncedSections:
    """Items in a list below the sentence, others in it; one heading says it in other words."""

    @pytest.fixture
    def draft(self):
        return mapped(TEA)

    def test_its_masthead(self, draft):
        assert draft.authors == ("Jane Smith", "Bo Chen")
        assert (draft.published_at, draft.updated_at) == (date(2023, 5, 4), date(2023, 12, 1))

    def test_its_blocks(self, draft):
        assert outline(draft) == [
            ("section", ""),
            ("benefit", "Lower blood pressure"),
            ("benefit", "Better cholesterol"),
            ("quote", ""),
            ("section", ""),
            ("mechanism", "Antioxidant effects"),
            ("mechanism", "Endothelial function"),
            ("mechanism", "The gut microbiome"),
            ("section", "Caution"),
            ("section", ""),
            ("call_to_action", "Call us on 04 555 1234"),
        ]

    def test_a_quotation_has_its_speaker(self, draft):
        assert only(draft, "quote")["attribution"] == "Tom, patient"

    def test_lists_stay_lists(self, draft):
        assert "<ul><li>Lower blood pressure</li><li>Better cholesterol</li></ul>" in draft.blocks[0].value["text"]

    def test_what_readers_wrote_below_is_left_out(self, draft):
        assert [line.text for line in draft.lines if "readers' comments" in line.reason] == [
            "Great post! Loved it",
            "I disagree with this, Sue",
        ]


class TestHeadingsOnTheLineOfTheirText:
    """Announced after a colon, each on the line of its text; counters and recent posts of the page below."""

    def test_its_blocks(self):
        assert outline(mapped(MIGRAINE)) == [
            ("section", ""),
            ("section", "How needling may help migraine"),
            ("benefit", "Fewer attacks"),
            ("benefit", "Shorter Attacks"),
            ("benefit", "Less medication"),
            ("section", "Is it safe?"),
            ("call_to_action", "Book your first session online"),
            ("related_article", "Cupping: What It Is and What It Is Not"),
        ]

    def test_a_date_without_a_year_and_the_tags_are_left_to_the_editor(self):
        draft = mapped(MIGRAINE)

        assert draft.updated_at is None
        assert {line.n: line.reason.rpartition(": ")[2] for line in draft.lines if "in the editor" in line.reason} == {
            6: "set the date in the editor",
            23: "choose topics in the editor",
            24: "choose topics in the editor",
            30: "choose the article in the editor",
        }


class TestMarkedHeadings:
    def test_labelled_items_under_benefits_are_benefits(self):
        draft = mapped(MASSAGE)

        assert outline(draft) == [
            ("section", ""),
            ("benefit", "Faster recovery"),
            ("benefit", "Better mood"),
            ("mechanism", "How it works"),
            ("evidence", "Evidence"),
            ("section", "Side effects and costs"),
        ]
        assert draft.blocks[1].value["text"] == "<p>Muscles hurt less after 48 hours, as two trials found.</p>"
        assert only(draft, "evidence")["limitations"] == ["Trials are small", "High risk of bias"]


class TestMasthead:
    @pytest.mark.parametrize(
        ("lines", "byline"),
        [
            ("By Ana Silva", "Ana Silva"),
            ("by ana silva", "ana silva"),
            ("Author: Ana Silva", "Ana Silva"),
            ("Written by Ana Silva, MD", "Ana Silva, MD"),
            ("By Ana Silva on 17 August 2023", "Ana Silva"),
            ("Published Aug 17, 2023 by Ana Silva", "Ana Silva"),
            ("- Ana Silva\n- Aug 17, 2023", "Ana Silva"),
            ("Ana Silva · Aug 17, 2023 · 2 min read", "Ana Silva"),
            ("Dr Ana Silva", "Dr Ana Silva"),
            ("www.needle-clinic.co.nz", "www.needle-clinic.co.nz"),
            ("By the time it rains, it is too late to plan.", ""),
            ("By choosing rest over pills most people get better.", ""),
        ],
    )
    def test_the_by_line(self, lines, byline):
        draft = mapped(f"A title\n{lines}\n\nThe first paragraph says a few words. And then a few more.\n")

        assert draft.byline == byline

    def test_a_post_with_none_of_it(self):
        draft = mapped("A walk in the woods\n\nWe walked for two hours. The birds were loud.\n\nThen it rained.\n")

        assert (draft.byline, draft.authors, draft.published_at, draft.updated_at) == ("", (), None, None)
        assert outline(draft) == [("section", "")]
        assert draft.summary == "We walked for two hours. The birds were loud."

    def test_a_date_that_may_be_two_days_is_left_to_the_editor(self):
        draft = mapped("A title\n03/04/2023\n\nThe first paragraph says a few words. And more.\n")

        assert draft.published_at is None
        assert "either of two days" in draft.lines[1].reason

    def test_a_standfirst_above_the_by_line_opens_the_introduction(self):
        draft = mapped(
            "A title\nWhat needles can do\nBy Ana Silva\n\nThe first paragraph says a few words. And more.\n"
        )

        assert draft.byline == "Ana Silva"
        assert draft.blocks[0].value["text"].startswith("<p>What needles can do</p>")

    def test_the_date_of_the_last_change_may_stand_at_the_end(self):
        draft = mapped("A title\n\nThe first paragraph says a few words. And more.\n\nLast updated: 3 May 2024\n")

        assert draft.updated_at == date(2024, 5, 3)

    def test_a_first_line_that_is_a_paragraph_stays_in_the_body(self):
        paragraph = "This post has no title at all, it starts with what it has to say. " * 4
        draft = mapped(f"{paragraph}\n\nMore.\n")

        assert draft.title == "This post has no title at all, it starts with what it has to say."
        assert paragraph.strip() in draft.blocks[0].value["text"]

    @pytest.mark.parametrize(
        ("byline", "people"),
        [
            ("Ana Silva, PhD and Bo Chen", ("Ana Silva, PhD", "Bo Chen")),
            ("Ana Silva, Bo Chen and Cy Day", ("Ana Silva", "Bo Chen", "Cy Day")),
            ("Ana Silva, MD, PhD", ("Ana Silva, MD, PhD",)),
            ("Health and Wellness Team", ("Health and Wellness Team",)),
        ],
    )
    def test_several_people(self, byline, people):
        assert mapped(f"A title\nBy {byline}\n\nThe first paragraph says a few words.\n").authors == people


class TestSections:
    def test_a_group_heading_makes_benefits_of_the_headings_below_until_the_next(self):
        draft = mapped(
            "Swimming\n\nIt is wet. And good.\n\nThe Benefits of Swimming\n\nStronger heart\nIt beats.\n\nCalm\nIt soothes.\n\n"
            "Side effects\nCramps come.\n\nConclusion\nSwim, then.\n"
        )

        assert outline(draft) == [
            ("section", ""),
            ("benefit", "Stronger heart"),
            ("benefit", "Calm"),
            ("section", "Side effects"),
            ("section", "Conclusion"),
        ]

    def test_a_heading_with_the_word_and_a_text_of_its_own_is_one_benefit(self):
        draft = mapped("Swimming\n\nIt is wet. And good.\n\nBenefits\nThe heart gets stronger.\n\nCost\nIt is cheap.\n")

        assert outline(draft) == [("section", ""), ("benefit", "Benefits"), ("section", "Cost")]

    def test_a_counted_announcement_takes_that_many_headings(self):
        draft = mapped(
            "Swimming\n\nHere are two benefits of swimming:\n\nStronger heart\nIt beats.\n\nCalm\nIt soothes.\n\n"
            "Where to go\nThe sea.\n"
        )

        assert outline(draft)[1:] == [("benefit", "Stronger heart"), ("benefit", "Calm"), ("section", "Where to go")]

    def test_a_title_between_two_headings_is_a_card_and_takes_no_text(self):
        draft = mapped(
            "Swimming\n\nIt is wet. And good.\n\nBenefits:\nThe heart gets stronger.\nTen Pools You Should Try This Summer\n"
            "How it works:\nWater carries you.\n"
        )

        assert outline(draft) == [
            ("section", ""),
            ("benefit", "Benefits"),
            ("related_article", "Ten Pools You Should Try This Summer"),
            ("mechanism", "How it works"),
        ]

    def test_a_table_of_contents_is_dropped(self):
        draft = mapped(
            "Swimming\n\nIn this article\nBenefits\nHow it works\n\nBenefits\nThe heart gets stronger.\n\n"
            "How it works\nWater carries you.\n"
        )

        assert outline(draft) == [("benefit", "Benefits"), ("mechanism", "How it works")]
        assert [fates(draft)[n] for n in (3, 4, 5)] == [Fate.DROPPED] * 3

    def test_a_heading_announced_but_left_empty_is_kept_for_the_editor(self):
        draft = mapped(
            "Swimming\n\nThe benefits include stamina, calm and company.\nStamina:\nCalm:\nIt soothes.\nCompany:\nFriends.\n"
        )

        assert outline(draft)[1:] == [("benefit", "Stamina"), ("benefit", "Calm"), ("benefit", "Company")]
        assert fates(draft)[4] is Fate.KEPT

    def test_mark_up_in_the_text_is_only_text(self):
        draft = mapped("Saunas <b>\n\nThey are <script>alert(1)</script> hot & dry.\n")

        assert draft.blocks[0].value["text"] == "<p>They are &lt;script&gt;alert(1)&lt;/script&gt; hot &amp; dry.</p>"

    def test_quotation_marks_and_line_ends_of_any_kind_change_nothing(self):
        plain = outline(mapped(TEA))

        assert outline(mapped(TEA.replace("\n", "\r\n"))) == plain
        assert outline(mapped("\ufeff" + TEA.replace("“", '"').replace("”", '"'))) == plain


class TestSummary:
    def test_it_is_the_first_two_sentences(self):
        assert mapping.summary(["One is here. Two is there. Three."]) == "One is here. Two is there."

    def test_it_is_cut_at_a_word(self):
        found = mapping.summary(["word " * 100])

        assert len(found) <= mapping.SUMMARY_LIMIT
        assert found.endswith("word…")
