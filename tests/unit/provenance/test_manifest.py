import json
import platform

import pytest

from dualcarbon.provenance import hashes
from dualcarbon.provenance.manifest import LENGTH, PACKAGES, made, run_id, versions
from dualcarbon.vocabulary.faults import Place, note

INPUTS = {"study.toml": hashes.of_bytes(b"name"), "data/energy.csv": hashes.of_bytes(b"2017,1")}
OPTIONS = {"seed": 1, "members": 1024}


def test_the_id_does_not_depend_on_order():
    assert run_id(dict(reversed(INPUTS.items())), dict(reversed(OPTIONS.items()))) == run_id(
        INPUTS, OPTIONS
    )


def test_the_id_changes_with_any_byte_name_or_option():
    changed = [
        (INPUTS | {"data/energy.csv": hashes.of_bytes(b"2017,2")}, OPTIONS),
        (INPUTS | {"data/more.csv": hashes.of_bytes(b"")}, OPTIONS),
        ({"study2.toml" if k == "study.toml" else k: v for k, v in INPUTS.items()}, OPTIONS),
        (INPUTS, OPTIONS | {"seed": 2}),
        (INPUTS, OPTIONS | {"quick": True}),
        (INPUTS, {}),
    ]
    ids = {run_id(*given) for given in changed}
    assert len(ids) == len(changed)
    assert run_id(INPUTS, OPTIONS) not in ids


def test_the_id_is_twelve_hexadecimal_digits():
    id = run_id(INPUTS, OPTIONS)
    assert len(id) == LENGTH == 12
    assert int(id, 16) >= 0


def test_times_and_warnings_stand_in_the_manifest_but_not_in_the_id():
    fault = note(
        "REF009", Place(file="data/energy.csv", line=3), kind="supply", given=2023, year=2024
    )
    early = made(INPUTS, **OPTIONS, started="2026-01-01T00:00:00+08:00")
    late = made(INPUTS, **OPTIONS, started="2026-01-02T00:00:00+08:00", warnings=[fault])
    assert early.run == late.run
    (told,) = late.as_dict()["warnings"]
    assert (told["code"], told["level"]) == ("REF009", "warn")
    assert told["where"] == {"file": "data/energy.csv", "line": 3}
    assert "2024年" in told["message"]["zh"]


def test_a_rewritten_file_of_the_same_bytes_has_the_same_id(tmp_path):
    ids = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        files = [folder / "b.csv", folder / "a.csv"]
        for path in files if name == "one" else files[::-1]:
            path.write_text(path.name)
        ids.add(run_id(hashes.of_files(folder, files)))
    assert len(ids) == 1


def test_the_manifest_names_what_the_numbers_depend_on():
    plain = json.loads(made(INPUTS, **OPTIONS, options={"quick": False}).as_json())
    assert plain["schema"] == "dualcarbon/manifest/1"
    assert plain["inputs"] == INPUTS
    assert (plain["seed"], plain["members"], plain["options"]) == (1, 1024, {"quick": False})
    assert plain["versions"]["python"] == platform.python_version()
    assert set(PACKAGES) < set(plain["versions"])


def test_options_that_are_not_plain_are_refused():
    with pytest.raises(TypeError):
        run_id(INPUTS, {"when": object()})


def test_versions_of_other_packages_can_be_asked():
    assert set(versions(["numpy"])) == {"python", "numpy"}
