"""The benchmark's own arithmetic and refusals: no server, no database."""

import random

import pytest

from benchmarks.contenders.contenders import OF_DATASETTE, OF_THE_SITE, Contender, TimedAnswer, found_in, of_datasette
from benchmarks.lists.figures import Times, paired_ratio, percentile
from benchmarks.lists.report import NoPlace, as_markdown, as_text, milliseconds, ratio, table, write_markdown
from benchmarks.lists.rounds import AT_LEAST, NotTheSame, Pace, measured
from benchmarks.lists.run import Results, RunPlan
from benchmarks.workloads.questions import ListQuestion, RandomQuestions

PLAN = RunPlan(agreements=1000, rounds=3, random=60, starts=1, warm_up=1, budget=1, compare_for=1)
MUSIC = ListQuestion((("area", "music"), ("country", "RU")), page=3)


class Standing(Contender):
    """Answers what it was told to, taking as long as it was told to."""

    def __init__(self, name: str, seconds: float, total: int = 7, absent: str = "") -> None:
        super().__init__(name, name, "site")
        self.seconds, self.total, self.reason, self.asked = seconds, total, absent, 0

    def absent(self, workload: str) -> str:
        return self.reason

    def answer(self, workload: str, question: ListQuestion) -> TimedAnswer:
        self.asked += 1
        return TimedAnswer(self.seconds, self.total, ["KZ-RU-1-1"])


def a_run(*contenders: Standing, rounds: int = 10, **pace: float) -> dict[str, Times]:
    return measured("first", [ListQuestion()], contenders, Pace(rounds, **{"budget": 100, **pace}), random.Random(1))


def results() -> Results:
    found = Results(PLAN, {"processor": "abacus"}, 976, 9992)
    found.labels = {"site": "this registry", "obvious": "obvious list", "datasette": "Datasette"}
    found.bases = {"site": "site", "obvious": "site", "datasette": "site"}
    found.times = {
        "first": {
            "site": Times({0: 0.004, 1: 0.005, 2: 0.006}),
            "obvious": Times({0: 0.4, 1: 0.4}),
            "datasette": Times(absent="it is away"),
        }
    }
    return found


def test_ninety_five_of_a_hundred_are_not_slower_than_the_slow_end():
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([3.0], 0.95) == 3.0
    assert percentile([2, 1], 0.5) == 1


def test_nothing_has_no_percentile():
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.95)


def test_ratios_are_taken_within_rounds_so_that_a_slow_minute_counts_for_both():
    base = {0: 1.0, 1: 10.0, 2: 1.0}
    assert paired_ratio({0: 2.0, 1: 20.0, 2: 2.0}, base) == 2.0


def test_ratios_leave_out_rounds_in_which_only_one_took_part():
    assert paired_ratio({1: 30.0, 5: 1.0}, {0: 1.0, 1: 10.0}) == 3.0
    assert paired_ratio({5: 1.0}, {0: 1.0}) is None


def test_everybody_answers_every_round_after_a_warm_up_that_does_not_count():
    site, obvious = Standing("site", 0.1), Standing("obvious", 0.2)
    times = a_run(site, obvious)
    assert [len(times[name].by_round) for name in ("site", "obvious")] == [10, 10]
    assert site.asked > 10


def test_a_contender_over_its_budget_is_dropped_once_it_has_a_median():
    times = a_run(Standing("site", 0.1), Standing("slow", 60), budget=50)
    assert len(times["slow"].by_round) == AT_LEAST
    assert len(times["site"].by_round) == 10


def test_who_does_not_take_part_is_not_asked_and_says_why():
    away = Standing("datasette", 1, absent="it is away")
    times = a_run(Standing("site", 0.1), away)
    assert (away.asked, times["datasette"].absent) == (0, "it is away")


def test_a_contender_that_finds_something_else_ends_the_run():
    with pytest.raises(NotTheSame, match="obvious: 8"):
        a_run(Standing("site", 0.1, total=7), Standing("obvious", 0.2, total=8))


def test_addresses_name_what_is_asked():
    assert MUSIC.path == "/en/commitments/?area=music&country=RU&page=3"
    assert ListQuestion().path == "/en/commitments/"


def test_datasette_is_asked_the_same_in_its_own_words():
    drawn = RandomQuestions(1, 10, {"music": ["music"]}, {"music": "domain"}, "/en/agreements/kz-ru-1/")
    path = of_datasette(drawn, "published")("several", MUSIC)
    assert path == ("/published/commitments?_size=25&domains__arraycontains=music&countries__arraycontains=RU&_next=50")


def test_questions_survive_the_way_to_another_process():
    drawn = RandomQuestions(1, 10, {"music": ["music"]}, {"music": "domain"}, "/", {"several": [MUSIC]})
    assert RandomQuestions.of(drawn.as_json()) == drawn


@pytest.mark.parametrize(
    ("page", "reads"),
    [
        (
            '<p class="result-count" role="status">12,345 commitments</p><p class="identifier">KZ-RU-1-3</p>',
            OF_THE_SITE,
        ),
        ('<h3>12,345 rows\nwhere</h3><td class="col-identifier type-str">KZ-RU-1-3</td>', OF_DATASETTE),
    ],
)
def test_what_was_found_is_read_from_the_page_itself(page, reads):
    assert found_in(page, reads) == (12345, ["KZ-RU-1-3"])


@pytest.mark.parametrize(("seconds", "told"), [(0.00031, "0.31"), (0.0042, "4.2"), (0.0168, "17"), (2.9, "2900")])
def test_times_are_told_with_as_many_figures_as_mean_something(seconds, told):
    assert milliseconds(seconds) == told


@pytest.mark.parametrize(("value", "told"), [(0.4, "×0.40"), (1.55, "×1.6"), (123.4, "×123"), (None, "")])
def test_ratios_are_told_in_the_same_way(value, told):
    assert ratio(value) == told


def test_tables_are_aligned():
    assert (
        table(("", "ms"), [("site", "4"), ("obvious list", "400")])
        == "               ms\nsite            4\nobvious list  400"
    )


def test_the_report_names_medians_ratios_and_who_is_away():
    told = as_text(results())
    assert "×90" in told  # the median of 100 and 80
    assert "— it is away" in told


def test_results_are_written_between_their_marks_and_nowhere_else(tmp_path):
    document = tmp_path / "benchmark.md"
    marks = "<!-- results 1k: written by benchmarks.lists -->\nold\n<!-- end of results 1k -->"
    document.write_text(f"before\n{marks}\nafter\n", "utf-8")
    write_markdown(document, "1k", results())
    written = document.read_text("utf-8")
    assert as_markdown(results()) in written
    assert written.startswith("before\n<!--")
    assert written.endswith("-->\nafter\n")
    assert "old" not in written


def test_a_document_without_a_place_for_results_is_left_alone(tmp_path):
    document = tmp_path / "benchmark.md"
    document.write_text("nothing here\n", "utf-8")
    with pytest.raises(NoPlace):
        write_markdown(document, "10k", results())
    assert document.read_text("utf-8") == "nothing here\n"


def test_who_needs_too_long_for_one_answer_gives_no_second_one():
    site, slow = Standing("site", 0.1), Standing("slow", 60)
    times = a_run(site, slow, patience=30)
    assert slow.asked == len(times["slow"].by_round) == 1
    assert paired_ratio(times["slow"].by_round, times["site"].by_round) == 600
    assert len(times["site"].by_round) == 11
