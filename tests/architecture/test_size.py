"""A file holds one thing."""

from tests.project import ROOT, tracked

LIMIT = 400


def test_no_source_file_is_longer_than_400_lines() -> None:
    # Guards against the module that everybody adds to because it is already open.
    files = tracked(".py", ".js", ".css")
    assert len(files) > 20
    lengths = {str(path): len((ROOT / path).read_bytes().splitlines()) for path in files}
    assert {path: lines for path, lines in lengths.items() if lines > LIMIT} == {}
