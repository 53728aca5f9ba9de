"""An archive gives back what was put in, or says what is wrong with it and leaves nothing."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile

import pytest

from dualcarbon.errors import InputError
from dualcarbon.store import archives

FILES = {"data/energy.csv": b"year,value\n2020,1\n", "study.toml": "名称\n".encode(), "empty": b""}


@pytest.fixture
def archive(tmp_path):
    file = tmp_path / "one.tar.gz"
    with archives.packed(file, {"version": "1"}) as packing:
        for name, data in FILES.items():
            packing.add_bytes(name, data)
    return file


def crafted(file, members, listing=None):
    """Write an archive by hand; a member is a name and bytes, or what tarfile knows of it."""
    with tarfile.open(file, "w:gz") as tar:
        for name, data in members:
            member = data if isinstance(data, tarfile.TarInfo) else tarfile.TarInfo(name)
            body = b"" if isinstance(data, tarfile.TarInfo) else data
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
        told = listing if listing is not None else {"schema": archives.SCHEMA, "files": {}}
        text = json.dumps(told).encode()
        last = tarfile.TarInfo(archives.LISTING)
        last.size = len(text)
        tar.addfile(last, io.BytesIO(text))
    return file


def code(caught):
    return [fault.code for fault in caught.value.faults]


def test_what_was_put_in_comes_out(archive, tmp_path):
    folder = tmp_path / "out"
    listing = archives.unpacked(archive, folder)
    assert {n: (folder / n).read_bytes() for n in FILES} == FILES
    assert set(listing["files"]) == set(FILES)
    assert listing["version"] == "1"
    assert not (folder / archives.LISTING).exists()


def test_it_is_for_its_owner_alone(archive):
    assert archive.stat().st_mode & 0o077 == 0


def test_an_archive_that_fails_leaves_the_old_one(archive):
    before = archive.read_bytes()
    with pytest.raises(ZeroDivisionError), archives.packed(archive, {}):
        raise ZeroDivisionError
    assert archive.read_bytes() == before
    assert [one.name for one in archive.parent.iterdir()] == [archive.name]


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", "C:/evil", "./evil", "a//evil"]
)
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    file = crafted(tmp_path / "evil.tar.gz", [(name, b"x")])
    with pytest.raises(InputError) as caught:
        archives.unpacked(file, tmp_path / "in" / "side")
    assert code(caught) == ["BAK002"]
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])  # fmt: skip
def test_what_is_no_plain_file_is_refused(tmp_path, kind):
    member = tarfile.TarInfo("link")
    member.type, member.linkname = kind, "/etc/passwd"
    file = crafted(tmp_path / "evil.tar.gz", [("link", member), ("link/x", b"y")])
    with pytest.raises(InputError) as caught:
        archives.unpacked(file, tmp_path / "inside")
    assert code(caught) == ["BAK002"]


@pytest.mark.parametrize("names", [("a", "a"), ("a", "A"), ("a", "a/b")])
def test_a_name_that_stands_twice_is_refused(tmp_path, names):
    file = crafted(tmp_path / "twice.tar.gz", [(name, b"x") for name in names])
    with pytest.raises(InputError) as caught:
        archives.unpacked(file, tmp_path / "inside")
    assert code(caught) == ["BAK002"]


def test_a_file_that_is_not_listed_is_not_kept(tmp_path):
    file = crafted(tmp_path / "more.tar.gz", [("more", b"x")])
    archives.unpacked(file, tmp_path / "inside")
    assert list((tmp_path / "inside").iterdir()) == []


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        ({"schema": archives.SCHEMA, "files": {"a": "0" * 64}}, "BAK004"),
        ({"schema": archives.SCHEMA, "files": {"lost": "0" * 64}}, "BAK004"),
        ({"schema": "other", "files": {}}, "BAK001"),
        ([], "BAK001"),
    ],
)
def test_a_listing_that_does_not_fit_is_told(tmp_path, listing, expected):
    file = crafted(tmp_path / "odd.tar.gz", [("a", b"x")], listing)
    with pytest.raises(InputError) as caught:
        archives.unpacked(file, tmp_path / "inside")
    assert code(caught) == [expected]


def flipped(data, place):
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def try_flips(archive, tmp_path, count):
    """Flip single bits; give those that nobody noticed though a file came out otherwise."""
    data, unseen = archive.read_bytes(), []
    head = range(4 * 8, 10 * 8)  # time and system of the gzip head: they say nothing of the files
    places = [p for p in random.Random(1).sample(range(len(data) * 8), count + 60) if p not in head]
    for place in places[:count]:
        file = tmp_path / "flipped.tar.gz"
        file.write_bytes(flipped(data, place))
        folder = tmp_path / str(place)
        try:
            archives.unpacked(file, folder)
        except InputError:
            continue
        if {n: (folder / n).read_bytes() for n in FILES} != FILES:
            unseen.append(place)
    return unseen


def test_a_flipped_bit_is_noticed(archive, tmp_path):
    assert try_flips(archive, tmp_path, 100) == []


@pytest.mark.slow
def test_a_thousand_flipped_bits_are_noticed(archive, tmp_path):
    assert try_flips(archive, tmp_path, 1000) == []


def test_a_cut_archive_is_told(archive, tmp_path):
    data = archive.read_bytes()
    for length in (0, 5, 20, len(data) // 2, len(data) - 9, len(data) - 1):
        (tmp_path / "cut").write_bytes(data[:length])
        with pytest.raises(InputError) as caught:
            archives.unpacked(tmp_path / "cut", tmp_path / f"out{length}")
        assert code(caught) == ["BAK001"]


def test_what_is_no_archive_is_told(tmp_path):
    for data in (b"hello", gzip.compress(b"hello" * 1000)):
        (tmp_path / "no").write_bytes(data)
        with pytest.raises(InputError) as caught:
            archives.unpacked(tmp_path / "no", tmp_path / "out")
        assert code(caught) == ["BAK001"]
