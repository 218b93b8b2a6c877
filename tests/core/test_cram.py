"""The order in which cards are crammed."""

from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.memory import Rating
from flashprep.core.queue.cram import OTHERS_BETWEEN, left_to_cram

KEYS = [f"card{number}" for number in range(9)]
RATINGS = st.lists(st.sampled_from([Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY]))


def test_again_comes_back() -> None:
    """What was not recalled comes again after five others, or as late as there are cards."""
    left = left_to_cram(KEYS, [("card0", Rating.AGAIN)])
    assert left == [*KEYS[1:6], "card0", *KEYS[6:]]
    assert left.index("card0") == OTHERS_BETWEEN
    assert left_to_cram(KEYS[:2], [("card0", Rating.AGAIN)]) == ["card1", "card0"]
    assert left_to_cram(KEYS[:1], [("card0", Rating.AGAIN)]) == ["card0"]


@given(RATINGS)
def test_each_once_recalled(ratings: list[Rating]) -> None:
    """Whatever is answered, those left are the cards that were not recalled yet, each once;
    whoever goes on recalling comes to an end."""
    given_: list[tuple[str, Rating]] = []
    for rating in ratings:
        left = left_to_cram(KEYS, given_)
        if not left:
            break
        given_.append((left[0], rating))
    left = left_to_cram(KEYS, given_)

    recalled = {key for key, rating in given_ if rating is not Rating.AGAIN}
    assert sorted(left) == sorted(set(KEYS) - recalled)
    assert left_to_cram(KEYS, given_ + [(key, Rating.GOOD) for key in left]) == []
