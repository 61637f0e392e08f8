"""Each request to each vendor, checked against the vendor's documented example on a server of our own.

BigBlueButton: https://docs.bigbluebutton.org/development/api
Zoom: https://developers.zoom.us/docs/rooms/s2s-oauth/ and https://developers.zoom.us/docs/isv/workflows/create-meeting/
Microsoft Teams: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow and
https://learn.microsoft.com/graph/api/application-post-onlinemeetings
Webex: https://developer.webex.com/meeting/docs/authentication and
https://developer.webex.com/docs/api/v1/meetings/create-a-meeting
"""

import hashlib
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from eboard.conferences.entry import Entry
from eboard.conferences.enums import Problem, ProviderKind
from eboard.conferences.rooms import room_address
from eboard.conferences.services import SERVICES, Account, bigbluebutton, teams, webex, zoom
from eboard.conferences.services.calls import ServiceError
from eboard.conferences.services.service import Made, Wish
from tests.conferences.server import Reply, VideoServer, as_json

STARTS = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
WISH = Wish(name="4f2a8c", title="GI eBoard", starts_at=STARTS, minutes=60)
TOKEN = as_json({"access_token": "a-token", "token_type": "bearer", "expires_in": 3600})


def account(server: VideoServer, **values: Any) -> Account:
    given = {"app_id": "an-app", "account_id": "an-account", "host": "host@hub.example", "secret": "a-secret"}
    return Account(timeout=2, in_production=False, url=server.url, **{**given, **values})


# BigBlueButton

SUCCESS = Reply(200, "<response><returncode>SUCCESS</returncode><meetingID>4f2a8c</meetingID></response>")


def failed(key: str) -> Reply:
    return Reply(200, f"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey></response>")


def test_the_checksum_covers_what_the_documents_say() -> None:
    # The documents give this text and its SHA-1; servers take SHA-256 of the same text.
    query = {"name": "Test Meeting", "meetingID": "abc123", "attendeePW": "111222", "moderatorPW": "333444"}
    secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"
    asked = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"
    assert hashlib.sha1(f"create{asked}{secret}".encode()).hexdigest() == "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"
    checksum = hashlib.sha256(f"create{asked}{secret}".encode()).hexdigest()
    url = bigbluebutton.signed("https://yourserver.com/bigbluebutton/api/", "create", query, secret)
    assert url == f"https://yourserver.com/bigbluebutton/api/create?{asked}&checksum={checksum}"


def test_bigbluebutton_makes_and_ends_a_room_without_recording(server: VideoServer) -> None:
    server.answer("GET", "/create", SUCCESS)
    server.answer("GET", "/end", SUCCESS)
    service = bigbluebutton.BigBlueButton(account(server))
    assert service.make(WISH) == Made("4f2a8c")
    assert service.open("4f2a8c", WISH, as_host=True) == ""
    service.end("4f2a8c")
    first, again, end = server.take()
    assert first.query == again.query  # the same passwords, or the server refuses a second create
    asked, query = first.asked, first.query.rpartition("&checksum=")
    assert query[2] == hashlib.sha256(f"create{query[0]}a-secret".encode()).hexdigest()
    assert {name: asked[name] for name in asked if not name.endswith("PW")} == {
        "name": "GI eBoard",
        "meetingID": "4f2a8c",
        "record": "false",
        "autoStartRecording": "false",
        "allowStartStopRecording": "false",
        "checksum": query[2],
    }
    assert end.asked["meetingID"] == "4f2a8c"
    assert end.asked["password"] == asked["moderatorPW"] != asked["attendeePW"]


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        (failed("checksumError"), Problem.REFUSED),
        (failed("idNotUnique"), Problem.REJECTED),
        (Reply(200, "<html>Welcome</html>"), Problem.GARBLED),
    ],
)
def test_bigbluebutton_says_no(server: VideoServer, reply: Reply, problem: Problem) -> None:
    server.answer("GET", "/create", reply)
    with pytest.raises(ServiceError) as caught:
        bigbluebutton.BigBlueButton(account(server)).make(WISH)
    assert caught.value.problem is problem


def test_a_bigbluebutton_room_that_is_gone_is_ended(server: VideoServer) -> None:
    server.answer("GET", "/end", failed("notFound"))
    bigbluebutton.BigBlueButton(account(server)).end("4f2a8c")
    assert server.seen() == [("GET", "/end")]


def test_a_long_name_of_a_board_is_cut_to_what_bigbluebutton_takes(server: VideoServer) -> None:
    server.answer("GET", "/create", SUCCESS)
    bigbluebutton.BigBlueButton(account(server)).make(replace(WISH, title="Hématologie " * 10))
    (created,) = server.take()
    assert created.asked["name"] == ("Hématologie " * 10)[:64]


@pytest.mark.parametrize(("moderates", "role"), [(True, "MODERATOR"), (False, "VIEWER")])
def test_the_way_into_bigbluebutton_names_the_role(*, moderates: bool, role: str) -> None:
    entry = Entry(
        url="https://bbb.example.org/bigbluebutton/api",
        app_id="",
        secret="a-secret",
        room="4f2a8c",
        person_id=UUID(int=7),
        name="Zoë O’Neill",
        is_moderator=moderates,
        moment=STARTS,
    )
    address = urlsplit(room_address(ProviderKind.BIGBLUEBUTTON, entry))
    query, _, checksum = address.query.rpartition("&checksum=")
    assert (address.netloc, address.path) == ("bbb.example.org", "/bigbluebutton/api/join")
    assert query == (
        f"fullName=Zo%C3%AB+O%E2%80%99Neill&meetingID=4f2a8c&role={role}&userID=00000000-0000-0000-0000-000000000007"
    )
    assert checksum == hashlib.sha256(f"join{query}a-secret".encode()).hexdigest()


# Zoom

ZOOM_MADE = as_json(
    {
        "id": 92674392836,
        "topic": "GI eBoard",
        "join_url": "https://example.com/j/11111",
        "start_url": "https://example.com/s/11111",
    },
    201,
)


def test_zoom_makes_a_meeting_without_recording(server: VideoServer) -> None:
    server.answer("POST", "/oauth/token", TOKEN)
    server.answer("POST", "/v2/users/host%40hub.example/meetings", ZOOM_MADE)
    assert zoom.Zoom(account(server)).make(WISH) == Made("92674392836", "https://example.com/j/11111")
    token, meeting = server.take()
    assert (token.method, token.path, token.query) == (
        "POST",
        "/oauth/token",
        "grant_type=account_credentials&account_id=an-account",
    )
    scheme, _, pair = token.headers["Authorization"].partition(" ")
    assert (scheme, b64decode(pair)) == ("Basic", b"an-app:a-secret")
    assert (meeting.headers["Authorization"], meeting.headers["Content-Type"]) == ("Bearer a-token", "application/json")
    assert meeting.json == {
        "topic": "GI eBoard",
        "type": 2,
        "start_time": "2026-03-09T19:00:00Z",
        "timezone": "UTC",
        "duration": 60,
        "settings": {
            "auto_recording": "none",
            "auto_start_meeting_summary": False,
            "auto_start_ai_companion_questions": False,
            "waiting_room": True,
            "join_before_host": False,
            "use_pmi": False,
            "approval_type": 2,
            "email_notification": False,
        },
    }


def test_zoom_gives_hosts_an_address_of_their_own_at_the_door(server: VideoServer) -> None:
    server.answer("POST", "/oauth/token", TOKEN)
    server.answer("GET", "/v2/meetings/92674392836", ZOOM_MADE)
    service = zoom.Zoom(account(server))
    assert service.open("92674392836", WISH, as_host=False) == ""
    assert server.seen() == []
    assert service.open("92674392836", WISH, as_host=True) == "https://example.com/s/11111"
    assert server.seen() == [("POST", "/oauth/token"), ("GET", "/v2/meetings/92674392836")]


@pytest.mark.parametrize("status", [204, 400, 404])
def test_zoom_ends_and_deletes_a_meeting_also_one_that_nobody_is_in(server: VideoServer, status: int) -> None:
    server.answer("POST", "/oauth/token", TOKEN)
    server.answer("PUT", "/v2/meetings/92674392836/status", Reply(status))
    server.answer("DELETE", "/v2/meetings/92674392836", Reply(204))
    zoom.Zoom(account(server)).end("92674392836")
    calls = [call for call in server.take() if call.path != "/oauth/token"]
    assert [(call.method, call.path) for call in calls] == [
        ("PUT", "/v2/meetings/92674392836/status"),
        ("DELETE", "/v2/meetings/92674392836"),
    ]
    assert calls[0].json == {"action": "end"}


def test_zoom_does_not_delete_what_it_could_not_end(server: VideoServer) -> None:
    server.answer("POST", "/oauth/token", TOKEN)
    server.answer("PUT", "/v2/meetings/1/status", Reply(500))
    with pytest.raises(ServiceError):
        zoom.Zoom(account(server)).end("1")
    assert ("DELETE", "/v2/meetings/1") not in server.seen()


# Microsoft Teams

TEAMS_MADE = as_json({"id": "MSpkYzE3NjctYmZiMi04", "joinWebUrl": "https://teams.microsoft.com/l/meetup-join/19"}, 201)


def test_teams_makes_an_online_meeting_without_recording_or_transcript(server: VideoServer) -> None:
    server.answer("POST", "/an-account/oauth2/v2.0/token", TOKEN)
    server.answer("POST", "/v1.0/users/an-object/onlineMeetings", TEAMS_MADE)
    made = teams.Teams(account(server, host="an-object")).make(WISH)
    assert made == Made("MSpkYzE3NjctYmZiMi04", "https://teams.microsoft.com/l/meetup-join/19")
    token, meeting = server.take()
    assert (token.form, token.headers["Content-Type"]) == (
        {
            "client_id": "an-app",
            "scope": "https://graph.microsoft.com/.default",
            "client_secret": "a-secret",
            "grant_type": "client_credentials",
        },
        "application/x-www-form-urlencoded",
    )
    assert meeting.headers["Authorization"] == "Bearer a-token"
    assert meeting.json == {
        "startDateTime": "2026-03-09T19:00:00Z",
        "endDateTime": "2026-03-09T20:00:00Z",
        "subject": "GI eBoard",
        "recordAutomatically": False,
        "allowRecording": False,
        "allowTranscription": False,
        "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
        "allowedPresenters": "organization",
    }


@pytest.mark.parametrize("status", [204, 404])
def test_teams_deletes_an_online_meeting(server: VideoServer, status: int) -> None:
    server.answer("POST", "/an-account/oauth2/v2.0/token", TOKEN)
    server.answer("DELETE", "/v1.0/users/an-object/onlineMeetings/MSpk%3D", Reply(status))
    service = teams.Teams(account(server, host="an-object"))
    service.end("MSpk=")
    assert server.seen()[1:] == [("DELETE", "/v1.0/users/an-object/onlineMeetings/MSpk%3D")]
    assert service.open("MSpk=", WISH, as_host=True) == ""


def test_teams_says_when_it_could_not_delete(server: VideoServer) -> None:
    server.answer("POST", "/an-account/oauth2/v2.0/token", TOKEN)
    server.answer("DELETE", "/v1.0/users/an-object/onlineMeetings/1", Reply(403))
    with pytest.raises(ServiceError) as caught:
        teams.Teams(account(server, host="an-object")).end("1")
    assert (caught.value.problem, caught.value.status) == (Problem.REFUSED, 403)


# Webex

WEBEX_MADE = as_json(
    {"id": "870f51ff287b41be84648412901e0402", "webLink": "https://site4-example.webex.com/site4/j.php?MTID=md4181"}
)


@pytest.mark.parametrize("host", ["", "john.andersen@example.com"])
def test_webex_schedules_a_meeting_without_recording(server: VideoServer, host: str) -> None:
    server.answer("POST", "/v1/access_token", TOKEN)
    server.answer("POST", "/v1/meetings", WEBEX_MADE)
    service = webex.Webex(account(server, host=host, refresh_token="an-old-token"))
    made = service.make(WISH)
    assert made == Made("870f51ff287b41be84648412901e0402", "https://site4-example.webex.com/site4/j.php?MTID=md4181")
    token, meeting = server.take()
    assert token.form == {
        "grant_type": "refresh_token",
        "client_id": "an-app",
        "client_secret": "a-secret",
        "refresh_token": "an-old-token",
    }
    assert meeting.json == {
        "title": "GI eBoard",
        "start": "2026-03-09T19:00:00Z",
        "end": "2026-03-09T20:00:00Z",
        "timezone": "UTC",
        "enabledAutoRecordMeeting": False,
        "enabledJoinBeforeHost": True,
        "joinBeforeHostMinutes": 15,
        "allowAnyUserToBeCoHost": True,
        "unlockedMeetingJoinSecurity": "allowJoinWithLobby",
        "publicMeeting": False,
        "sendEmail": False,
        **({"hostEmail": host} if host else {}),
    }
    assert (service.renewed, service.open(made.external_id, WISH, as_host=True)) == ("", "")


def test_webex_uses_the_refresh_token_it_was_given_last(server: VideoServer) -> None:
    server.answer("POST", "/v1/access_token", as_json({"access_token": "a", "refresh_token": "a-new-token"}))
    server.answer("DELETE", "/v1/meetings/870f", Reply(204))
    service = webex.Webex(account(server, refresh_token="an-old-token"))
    service.end("870f")
    service.end("870f")
    tokens = [call.form["refresh_token"] for call in server.calls if call.path == "/v1/access_token"]
    assert (tokens, service.renewed) == (["an-old-token", "a-new-token"], "a-new-token")
    assert {call.query for call in server.calls if call.method == "DELETE"} == {"sendEmail=false"}


# all of them


@pytest.mark.parametrize("kind", SERVICES)
def test_the_title_is_the_boards_name_and_nothing_says_more(server: VideoServer, kind: ProviderKind) -> None:
    for path in ("/oauth/token", "/an-account/oauth2/v2.0/token", "/v1/access_token"):
        server.answer("POST", path, TOKEN)
    server.answer("GET", "/create", SUCCESS)
    server.answer("POST", "/v2/users/host%40hub.example/meetings", ZOOM_MADE)
    server.answer("POST", "/v1.0/users/host%40hub.example/onlineMeetings", TEAMS_MADE)
    server.answer("POST", "/v1/meetings", WEBEX_MADE)
    SERVICES[kind](account(server, refresh_token="r")).make(WISH)
    last = server.calls[-1]
    said = last.asked if kind is ProviderKind.BIGBLUEBUTTON else last.json
    titles = [said.get(name) for name in ("name", "topic", "subject", "title") if name in said]
    assert titles == ["GI eBoard"]
    assert not {"agenda", "description", "welcome", "invitees", "attendees"} & said.keys()


def test_the_clouds_have_the_addresses_of_their_documents() -> None:
    assert (zoom.API_BASE, teams.API_BASE) == ("https://api.zoom.us", "https://graph.microsoft.com")
    assert webex.API_BASE == "https://webexapis.com"


@pytest.mark.parametrize(
    ("url", "tokens"),
    [
        ("", "https://zoom.us"),
        ("https://api.zoomgov.com/", "https://zoomgov.com"),
        ("https://zoom.gateway.example", "https://zoom.gateway.example"),
    ],
)
def test_each_cloud_of_zoom_has_a_host_for_tokens(url: str, tokens: str) -> None:
    service = zoom.Zoom(Account(timeout=2, in_production=True, url=url, account_id="a/b"))
    assert service.token_url == f"{tokens}/oauth/token?grant_type=account_credentials&account_id=a%2Fb"


@pytest.mark.parametrize(
    ("url", "tokens", "scope"),
    [
        ("", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
        ("https://graph.microsoft.us/", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
        ("https://dod-graph.microsoft.us", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
        (
            "https://microsoftgraph.chinacloudapi.cn",
            "https://login.chinacloudapi.cn",
            "https://microsoftgraph.chinacloudapi.cn",
        ),
        ("https://graph.gateway.example", "https://graph.gateway.example", "https://graph.microsoft.com"),
    ],
)
def test_each_national_cloud_of_microsoft_has_a_host_for_tokens_and_a_scope(url: str, tokens: str, scope: str) -> None:
    service = teams.Teams(Account(timeout=2, in_production=True, url=url, account_id="a/b"))
    assert (service.token_url, service.scope) == (f"{tokens}/a%2Fb/oauth2/v2.0/token", f"{scope}/.default")
