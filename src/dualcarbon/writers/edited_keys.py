"""Keys and values with some changed: comments, layout and everything that is not named stay as they were written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.container import OutOfOrderTableProxy
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable, AoT, Array, InlineTable, Item, Table

Path = Sequence[str | int]
KeyPath = tuple[str | int, ...]
BARE = re.compile(r"[A-Za-z0-9_-]+")
DECIMALS = re.compile(r"[+-]?\d+\.(\d+)")
SIGNIFICANT = 12
"""Digits that a computed number is written with."""
DEEPEST = 32
"""Tables and lists inside one another that a value may have."""


class Unkept(ValueError):
    """The change cannot be written here without disturbing what it does not name."""


def edited(text: str, values: Mapping[KeyPath, Any], removed: Iterable[Path]) -> str:
    r"""Change values by the path of their keys; members of lists are named by place.

    Parameters
    ----------
    text : str
        What was written, its lines ended by line feeds.
    values : mapping
        New values by path; a table is changed key by key.
    removed : iterable of path
        Keys to go.

    Raises
    ------
    KeyError
        There is no such key to remove, or a path leads through what is no table.
    Unkept
        The text would not say what it should.

    Examples
    --------
    >>> edited('a = 0.20  # seen\nb = [1, 2]\n', {("a",): 0.3}, [])
    'a = 0.30  # seen\nb = [1, 2]\n'
    """
    wanted = tomllib.loads(text)
    said = {_spelt(wanted, at): plain(value) for at, value in values.items()}
    gone = [_spelt(wanted, path) for path in removed]
    for at, value in said.items():
        _plainly(wanted, at, value)
    for path in gone:
        _reached(wanted, path)
        del _reached(wanted, path[:-1])[path[-1]]
    try:
        document = tomlkit.parse(text)
        fresh = [_set(document, at, value) for at, value in said.items()]
        for path in gone:
            _remove(document, path)
        for table in fresh:
            if table is not None:
                table.add(tomlkit.nl())
        made = tomlkit.dumps(document)
        if made.endswith("\n\n") and not text.endswith("\n\n"):
            made = made[:-1]  # what parts a new table from the next one, where there is none
        same = tomllib.loads(made) == wanted
    except (TOMLKitError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise Unkept(str(error)) from error
    if not same:
        raise Unkept
    return made


def plain(value: Any, deep: int = 0) -> Any:  # noqa: ANN401
    """Give a value as TOML can hold it: keys as text, computed numbers without the noise of their last digits.

    Raises
    ------
    Unkept
        It is nested too deeply.
    """
    if deep > DEEPEST:
        raise Unkept
    if isinstance(value, Mapping):
        return {str(key): plain(one, deep + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one, deep + 1) for one in value]
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT}g}")
    return value


def _spelt(data: Any, path: Path) -> KeyPath:  # noqa: ANN401
    """Give a path with its keys as texts, such as years; only places in lists are numbers."""
    found: list[str | int] = []
    for key in path:
        inside = isinstance(data, list)
        found.append(key if inside else str(key))
        try:
            data = data[found[-1]]
        except (KeyError, IndexError, TypeError):
            data = None
    return tuple(found)


def _plainly(data: Any, path: Path, value: Any) -> None:  # noqa: ANN401
    holder = data
    for key in path[:-1]:
        inside = isinstance(holder, dict)
        holder = holder.setdefault(key, {}) if inside else _reached(holder, [key])
    if isinstance(holder, list):
        place = path[-1]
        if not isinstance(place, int) or not 0 <= place <= len(holder):
            raise KeyError(place)
        holder[place : place + 1] = [value]
    elif isinstance(holder, dict):
        holder[path[-1]] = value
    else:
        raise KeyError(path[-1])


def _reached(data: Any, path: Path) -> Any:  # noqa: ANN401
    for key in path:
        try:
            data = data[key]
        except (IndexError, TypeError, TOMLKitError) as error:
            raise KeyError(key) from error
    return data


def _set(document: Any, path: Path, value: Any) -> Table | None:  # noqa: ANN401
    """Set a value, and give the table that had to be made for it; what stands on one line is written anew as a whole."""
    holder: Any = document
    for done, key in enumerate(path[:-1]):
        if isinstance(key, str) and key not in holder:
            made = value
            for inner in reversed(path[done + 1 :]):
                made = {str(inner): made}
            deep = len(path) - done - 2
            holder[key] = _nested(made, deep)
            return _innermost(holder[key], path[done + 1 : -1])
        if isinstance(holder[key], InlineTable):
            whole = holder[key].unwrap()
            _plainly(whole, path[done + 1 :], value)
            _put(holder, key, whole)
            return None
        holder = holder[key]
    _put(holder, path[-1], value)
    return None


def _innermost(table: Any, path: Path) -> Table | None:  # noqa: ANN401
    for key in path:
        table = table[key]
    return table if isinstance(table, Table) else None


def _nested(value: Any, deep: int) -> Table:  # noqa: ANN401
    """Give new tables, each inside the one before: headings down to the last, values on their lines."""
    if not isinstance(value, Mapping):
        raise Unkept
    table = tomlkit.table(is_super_table=deep > 0)
    for key, one in value.items():
        table.append(key, _nested(one, deep - 1) if deep else _item(one))
    return table


def _remove(document: Any, path: Path) -> None:  # noqa: ANN401
    """Take a key away; what stands on one line is written anew without it."""
    holder: Any = document
    for done, key in enumerate(path[:-1]):
        if isinstance(holder[key], InlineTable):
            whole = holder[key].unwrap()
            del _reached(whole, path[done + 1 : -1])[path[-1]]
            _put(holder, key, whole)
            return
        holder = holder[key]
    holder.pop(path[-1])


def _put(holder: Any, key: str | int, value: Any) -> None:  # noqa: ANN401
    """Put a value in a place; what is equal already is not touched."""
    if isinstance(holder, list):
        there = isinstance(key, int) and key < len(holder)
    else:
        there = key in holder
    if there:
        _replace(holder, key, value)
    elif isinstance(holder, AoT):
        member = _nested(value, 0)
        member.add(tomlkit.nl())
        holder.append(member)
    elif isinstance(holder, list):
        holder.append(_item(value))
    else:
        holder[key] = _item(value)


def _replace(holder: Any, key: str | int, value: Any) -> None:  # noqa: ANN401
    old = holder[key]
    if _same(old, value):
        return
    if isinstance(old, OutOfOrderTableProxy) or (
        isinstance(old, AbstractTable) and not isinstance(old, InlineTable)
    ):
        if not isinstance(value, Mapping):
            raise Unkept
        for name in [n for n in old if n not in value]:
            del old[name]
        for name, one in value.items():
            _put(old, name, one)
    elif isinstance(old, Array) and isinstance(value, list) and len(old) <= len(value):
        for place, one in enumerate(value):
            _put(old, place, one)
    else:
        holder[key] = tomlkit.value(_text(value, old))


def _item(value: Any) -> Item:  # noqa: ANN401
    made: Item = tomlkit.value(_text(value, None))
    return made


def _text(value: Any, old: Any) -> str:  # noqa: ANN401
    """Write a value on one line: what is equal as it was, a number with as many decimals as the one before."""
    if _raw(old) and _same(old, value):
        return _raw(old)
    if isinstance(value, Mapping):
        known = old if isinstance(old, InlineTable) else {}
        pairs = [f"{_key(n)} = {_text(value[n], known.get(n))}" for n in _ordered(known, value)]
        pad = " " if _raw(old).startswith("{ ") else ""
        return "{" + pad + ", ".join(pairs) + pad + "}" if pairs else "{}"
    if isinstance(value, list):
        before = list(old) if isinstance(old, Array) and len(old) == len(value) else []
        parts = [_text(v, before[n] if before else None) for n, v in enumerate(value)]
        return "[" + ", ".join(parts) + "]"
    if isinstance(value, float) and (match := DECIMALS.fullmatch(_raw(old))):
        text = f"{value:.{len(match[1])}f}"
        if float(text) == value:
            return text
    if isinstance(value, str):
        return _quoted(value, _raw(old))
    return str(tomlkit.item(value).as_string())


def _quoted(text: str, old: str) -> str:
    """Write a text in the quotes of the one before, where those can hold it."""
    plain = text.isprintable()
    if old.startswith('"""') and old.count("\n") and "\r" not in text:
        made = str(tomlkit.string(text, multiline=True).as_string())
        return made.replace('"""', '"""\n', 1) if old.startswith('"""\n') else made
    if old.startswith("'") and not old.startswith("'''") and plain and "'" not in text:
        return f"'{text}'"
    return str(tomlkit.string(text).as_string())


def _ordered(old: Mapping[str, Any], value: Mapping[str, Any]) -> list[str]:
    """Give the keys of a table: known ones in their places, new ones after them, years in order."""
    names = [n for n in old if n in value]
    for name in [n for n in value if n not in old]:
        years = all(n.isdecimal() for n in (*names, name))
        names.insert(sum(n < name for n in names) if years else len(names), name)
    return names


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else str(tomlkit.item(name).as_string())


def _raw(item: Any) -> str:  # noqa: ANN401
    return str(item.as_string()) if isinstance(item, Item) else ""


def _same(old: Any, value: Any) -> bool:  # noqa: ANN401
    """Tell whether an item says a value already, a whole number being none with decimals."""
    return repr(_plain(old)) == repr(value) or (isinstance(value, Mapping) and _plain(old) == value)


def _plain(item: Any) -> Any:  # noqa: ANN401
    return item.unwrap() if hasattr(item, "unwrap") else item
