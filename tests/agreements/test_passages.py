import pytest

from agreements.models import Passage
from agreements.rules.passages import CONTEXT, NotLocated, locate, mark, segments, sentence_around
from tests.support.factories import SOME_MOMENT, SourceFactory, UserFactory

pytestmark = pytest.mark.database

TEXT = "Екі жақ келісті. «Біз, — деді С. Ролдугин, — дамимыз». Екі жақ қол қойды."


def test_words_are_located_by_code_points_with_their_context():
    found = locate(TEXT, "деді С. Ролдугин")
    assert (TEXT[found.start : found.end], found.exact) == ("деді С. Ролдугин", "деді С. Ролдугин")
    assert (found.prefix, found.suffix) == (TEXT[: found.start][-CONTEXT:], TEXT[found.end :][:CONTEXT])


def test_words_that_stand_nowhere_are_refused():
    with pytest.raises(NotLocated, match="келіспеді"):
        locate(TEXT, "келіспеді")


def test_letter_case_and_spaces_are_not_forgiven():
    for almost in ("екі жақ келісті", "Екі  жақ", "Екi жақ"):
        with pytest.raises(NotLocated):
            locate(TEXT, almost)


def test_words_that_stand_in_two_places_need_their_context():
    with pytest.raises(NotLocated, match="2"):
        locate(TEXT, "Екі жақ")
    assert locate(TEXT, "Екі жақ", before="дамимыз». ").start == TEXT.rindex("Екі жақ")
    assert locate(TEXT, "Екі жақ", after=" келісті").start == 0


def test_context_that_fits_no_place_is_refused():
    with pytest.raises(NotLocated):
        locate(TEXT, "Екі жақ", before="үш ")


def test_no_words_are_no_passage():
    with pytest.raises(NotLocated):
        locate(TEXT, "")


def test_overlapping_occurrences_are_counted():
    with pytest.raises(NotLocated, match="2"):
        locate("ананана"[:5], "ана")


def test_marking_the_same_place_again_keeps_the_first_mark(draft):
    source = SourceFactory(agreement=draft, text=TEXT)
    location = locate(TEXT, "келісті")
    first, second = UserFactory(), UserFactory()
    passage = mark(source, location, by=first, at=SOME_MOMENT)
    assert mark(source, location, by=second, at=SOME_MOMENT) == passage
    assert Passage.objects.get().marked_by == first


def passage(start: int, end: int) -> Passage:
    return Passage(start=start, end=end, exact=TEXT[start:end])


@pytest.mark.parametrize(
    "ranges",
    [[], [(0, 7)], [(0, 16), (4, 30)], [(0, 30), (4, 10)], [(0, len(TEXT))], [(0, 7), (0, 16)], [(5, 9), (9, 12)]],
)
def test_segments_joined_are_the_text_and_each_passage_is_covered_exactly(ranges):
    marked = [passage(*place) for place in ranges]
    pieces = segments(TEXT, marked)
    assert "".join(piece.text for piece in pieces) == TEXT
    for one in marked:
        assert "".join(piece.text for piece in pieces if one in piece.passages) == one.exact
        assert [one in piece.starting for piece in pieces].count(True) == 1


def test_a_passage_outside_the_text_is_left_out():
    assert all(not piece.passages for piece in segments("қысқа", [passage(0, 60)]))


def test_the_sentence_around_a_passage_ends_at_full_stops_and_not_at_initials():
    start = TEXT.index("дамимыз")
    sentence = sentence_around(TEXT, start, start + len("дамимыз"))
    assert sentence.before + sentence.exact + sentence.after == "«Біз, — деді С. Ролдугин, — дамимыз»."


def test_a_passage_of_a_whole_text_is_its_own_sentence():
    sentence = sentence_around(TEXT, 0, len(TEXT))
    assert (sentence.before, sentence.exact, sentence.after) == ("", TEXT, "")
