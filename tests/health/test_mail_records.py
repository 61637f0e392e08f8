"""SPF, DKIM and DMARC of the sending domain, asked of a name server on the loopback."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
from dns import flags, message, rrset
from dns.rcode import NXDOMAIN, SERVFAIL
from dns.resolver import Resolver

from eboard.health.checks import State, judged_mail
from eboard.health.mail_records import is_made_up

GOOD = {
    "hospital.org.": ["v=spf1 mx -all", "another text"],
    "_dmarc.hospital.org.": ["v=DMARC1; p=reject; rua=mailto:x@hospital.org"],
    "mail._domainkey.hospital.org.": ["v=DKIM1; k=rsa; p=" + "A" * 300],
}
SEVERAL = "there are several DMARC records, which counts as none"
Zone = dict[str, list[str]]


def answer_to(query: message.Message, zone: Zone) -> message.Message:
    answer = message.make_response(query)
    answer.flags |= flags.RA
    name = str(query.question[0].name)
    if name in zone:
        texts = [" ".join(f'"{text[at : at + 255]}"' for at in range(0, len(text), 255)) for text in zone[name]]
        answer.answer.append(rrset.from_text(name, 60, "IN", "TXT", *texts))
    else:
        answer.set_rcode(SERVFAIL if "broken." in zone else NXDOMAIN)
    return answer


@pytest.fixture
def zone() -> Zone:
    return dict(GOOD)


@pytest.fixture
def resolver(zone: Zone) -> Iterator[Resolver]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                wire, sender = server.recvfrom(4096)
                if not wire:
                    return
                server.sendto(answer_to(message.from_wire(wire), zone).to_wire(), sender)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        asking = Resolver(configure=False)
        asking.nameservers, asking.port = ["127.0.0.1"], server.getsockname()[1]
        yield asking
        server.sendto(b"", server.getsockname())
        thread.join(5)


def test_all_three_are_there(resolver: Resolver) -> None:
    assert judged_mail("hospital.org", "mail", resolver) == (State.OK, "SPF, DKIM and DMARC of hospital.org are there")


@pytest.mark.parametrize(
    ("name", "texts", "words"),
    [
        ("hospital.org.", None, "there is no SPF record"),
        ("hospital.org.", ["v=spf10 -all"], "there is no SPF record"),
        ("hospital.org.", ["v=spf1 -all", "v=spf1 mx -all"], "there are several SPF records, which counts as none"),
        ("hospital.org.", ["v=spf1 +all"], "the SPF record does not end in -all or ~all: anybody may send in its name"),
        ("_dmarc.hospital.org.", None, "there is no DMARC record"),
        ("_dmarc.hospital.org.", ["v=DMARC1; p=none"], "the DMARC policy is none: set p=quarantine or p=reject"),
        ("_dmarc.hospital.org.", ["v=DMARC1;p=reject", "v=DMARC1; p=none"], SEVERAL),
        ("mail._domainkey.hospital.org.", None, "there is no DKIM key under the selector mail"),
        ("mail._domainkey.hospital.org.", ["v=DKIM1; p="], "the DKIM key under the selector mail is revoked"),
    ],
)  # fmt: skip
def test_what_is_missing_or_weak_is_said(
    resolver: Resolver, zone: Zone, name: str, texts: list[str] | None, words: str
) -> None:
    zone.pop(name)
    if texts is not None:
        zone[name] = texts
    assert judged_mail("hospital.org", "mail", resolver) == (State.WARN, f"hospital.org: {words}")


def test_a_record_that_points_to_another_is_one(resolver: Resolver, zone: Zone) -> None:
    zone["hospital.org."] = ["v=spf1 redirect=_spf.example.org"]
    assert judged_mail("hospital.org", "mail", resolver)[0] is State.OK


@pytest.mark.parametrize(
    ("record", "state"),
    [
        ("v=DMARC1; p=reject", State.OK),
        ("v=DMARC1; p=none; sp=quarantine", State.OK),
        ("v=DMARC1; p=reject; sp=none", State.WARN),
    ],
)
def test_the_policy_of_the_domain_above_counts(resolver: Resolver, zone: Zone, record: str, state: State) -> None:
    zone["eboard.hospital.org."], zone["_dmarc.hospital.org."] = ["v=spf1 mx -all"], [record]
    zone["mail._domainkey.eboard.hospital.org."] = zone["mail._domainkey.hospital.org."]
    assert judged_mail("eboard.hospital.org", "mail", resolver)[0] is state


def test_without_a_selector_it_says_what_to_set(resolver: Resolver) -> None:
    state, words = judged_mail("hospital.org", "", resolver)
    assert (state, words.split("EBOARD_")[1]) == (State.WARN, "DKIM_SELECTOR")


def test_a_name_server_that_cannot_answer_is_no_fault(resolver: Resolver, zone: Zone) -> None:
    zone.clear()
    zone["broken."] = []
    unknown = (State.WARN, "the records of hospital.org could not be looked up")
    assert judged_mail("hospital.org", "mail", resolver) == unknown


@pytest.mark.parametrize(
    ("domain", "is_it"),
    [("a.example.org", True), ("test", True), ("a.example", True), ("eboard.org", False), ("anexample.org", False)],
)  # fmt: skip
def test_made_up_domains_are_not_looked_up(domain: str, *, is_it: bool) -> None:
    assert is_made_up(domain) is is_it
