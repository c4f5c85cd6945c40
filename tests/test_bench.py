"""`make bench`: which benchmarks there are, and what is said of a figure."""

import pytest

from bench import frame, run


def test_every_benchmark_is_named():
    assert {"imports", "parser"} <= set(run.names())
    assert not {"run", "frame", "__init__"} & set(run.names())


def test_a_name_that_does_not_exist_ends_with_a_sentence(capsys):
    with pytest.raises(SystemExit) as end:
        run.wanted(["没有"])
    assert end.value.code == 2
    assert "没有“没有”" in capsys.readouterr().err


BOUNDS = [({"limit": 60}, 1, True), ({"limit": 60}, 61, False), ({"least": 60}, 1, False)]


@pytest.mark.parametrize(("bound", "value", "good"), BOUNDS)
def test_a_figure_that_misses_its_bound_is_marked(monkeypatch, capsys, bound, value, good):
    figures = [frame.Figure("导入", value, **bound)]
    monkeypatch.setattr("bench.parser.measure", lambda: figures)
    assert run.show("parser") is good
    assert ("没有达到" in capsys.readouterr().out) is not good


def test_what_cannot_run_here_says_so_and_does_not_fail(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(frame, "STATUTES", tmp_path / "没有")
    monkeypatch.setattr("bench.parser.measure", frame.real_statutes)
    assert run.show("parser")
    assert "跳过：没有真实的法规文本" in capsys.readouterr().out
