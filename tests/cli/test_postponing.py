import pytest

from tests.cli.runs import Desk


def test_nothing_due(desk: Desk) -> None:
    """Without anything due there is nothing to put off."""
    assert "No matching card is due now." in desk.run("postpone").out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("break --from +4 --to +2", "ends before it begins"),
        ("break --from +4", "Give both --from and --to"),
        ("break --from 2020-01-01 --to +3", "is in the past"),
        ("break --from +1 --to +900", "A break can last at most 365 days"),
        ("break --from soon --to +3", "is not a date"),
        ("postpone --days 3 --clear-in 4", "not both"),
    ],
)
def test_refused(desk: Desk, line: str, said: str) -> None:
    """What cannot be meant is refused in words, and nothing is written."""
    run = desk.run(*line.split())
    assert run.code == 2
    assert said in run.err
    assert "No break is planned" in desk.run("break").out


def test_break(desk: Desk) -> None:
    """A break is planned, told by status and the list of breaks, and undone."""
    plan = ["break", "--from", "+2", "--to", "+4"]
    assert "No changes made" in desk.run(*plan, "--dry-run").out
    assert "No break is planned" in desk.run("break").out
    assert "Break of 3 days" in desk.run(*plan).out
    assert "Break: " in desk.run("break").out
    assert "  Break      " in desk.run("status").out
    again = desk.run(*["break", "--from", "+4", "--to", "+9"])
    assert (again.code, "overlap the break from" in again.err) == (2, True)
    assert "the break" in desk.run("undo").out
    assert "No break is planned" in desk.run("break").out
