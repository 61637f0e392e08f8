"""The packet as PDF."""

from dataclasses import asdict
from pathlib import Path

from eboard.core.typesetting import typeset
from eboard.preparation.packet import Packet

LAYOUT = (Path(__file__).parent / "packet.typ").read_bytes()


def pdf_of(packet: Packet) -> bytes:
    """The PDF of a packet; only where `core.typesetting.IS_AVAILABLE`."""
    return typeset(LAYOUT, asdict(packet))
