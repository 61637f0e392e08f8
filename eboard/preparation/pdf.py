"""The packet as PDF."""

from dataclasses import asdict
from pathlib import Path

from eboard.core.typesetting import typeset
from eboard.preparation.packet import Packet

LAYOUT = (Path(__file__).parent / "packet.typ").read_bytes()


def pdf_of(packet: Packet, *, has_cases: bool = True) -> bytes:
    """The PDF of a packet, or of its agenda alone; only where `core.typesetting.IS_AVAILABLE`."""
    return typeset(LAYOUT, {**asdict(packet), "has_cases": has_cases})
