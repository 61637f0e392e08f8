"""Clinical stories: each vignette hangs together, and its open places are filled anew for every case."""

import tomllib
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

from eboard.demo.network import DATA

Vignette = Mapping[str, Any]


@cache
def vignettes(name: str) -> tuple[Vignette, ...]:
    """The vignettes of one file of ``data/vignettes``."""
    text = (DATA / "vignettes" / f"{name}.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["vignette"])


def story(vignette: Vignette, random: Random) -> dict[str, Any]:
    """A vignette with its places filled; ``variants`` are chosen as a whole, ``slots`` one by one."""
    words = {name: random.choice(choices) for name, choices in vignette.get("slots", {}).items()}
    if "variants" in vignette:
        words |= random.choice(vignette["variants"])
    if vignette.get("paired"):
        words["side"] = random.choice(["left", "right"])
    told = {key: value for key, value in vignette.items() if key not in {"slots", "variants"}}
    filled: dict[str, Any] = _fill(told, words)
    return filled | {"side": words.get("side")}


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, list):
        return [_fill(item, words) for item in value]
    if isinstance(value, dict):
        return {key: _fill(item, words) for key, item in value.items()}
    return value
