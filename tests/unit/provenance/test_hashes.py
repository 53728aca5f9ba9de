import hashlib

import pytest

from dualcarbon.provenance import hashes


def test_a_file_larger_than_a_piece_has_the_hash_of_its_bytes(tmp_path):
    content = bytes(range(256)) * 5000
    path = tmp_path / "large.csv"
    path.write_bytes(content)
    assert len(content) > hashes.CHUNK
    assert hashes.of_file(path) == hashlib.sha256(content).hexdigest() == hashes.of_bytes(content)


def test_files_are_named_below_the_folder_and_sorted(tmp_path):
    for name in ("b.csv", "data/a.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    found = hashes.of_files(tmp_path, [tmp_path / "data/a.csv", tmp_path / "b.csv"])
    assert list(found) == ["b.csv", "data/a.csv"]
    assert found["b.csv"] == hashes.of_bytes(b"b.csv")


def test_a_file_elsewhere_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("x")
    with pytest.raises(ValueError, match="subpath"):
        hashes.of_files(tmp_path / "study", [path])


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        hashes.of_file(tmp_path / "none.csv")
