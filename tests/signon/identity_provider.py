"""A real identity provider in a process of its own: Authlib's server, RS256 keys, discovery, PKCE, over TLS.

`python identity_provider.py CERTIFICATE` prints its port. What it says of people, and which mischief it does, is
posted to `/control` as JSON. It is written with another library than the one under test.
"""

import base64
import hashlib
import hmac
import json
import ssl
import sys
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.models import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "eboard", "a secret & of the client"

app = Flask("identity provider")
keys = {name: RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"}) for name in ("first", "second")}
stranger = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


@dataclass
class Control:
    """What a test asked for."""

    now: int = 0
    subject: str = "subject-1"
    auth_time: int | None = None
    amr: list[str] | None = None
    acr: str | None = None
    email: str | None = None
    signs_with: str = "first"
    published: tuple[str, ...] = ("first",)
    names_issuer: bool = True
    mischief: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)


control = Control()
codes: dict[str, "Code"] = {}


class Client(ClientMixin):
    """The one client there is."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.startswith("http://localhost:8000/sign-on/")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        expected = "client_secret_post" if control.mischief == "posts" else "client_secret_basic"
        return endpoint == "token" and method == expected

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """A code, good once."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    subject: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    def save_authorization_code(self, code: str, request: Any) -> None:
        sent = request.payload.data
        codes[code] = Code(
            code, sent["redirect_uri"], sent["scope"], sent["nonce"], sent["code_challenge"],
            sent["code_challenge_method"], control.subject,
        )  # fmt: skip

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        return codes.get(code)

    def delete_authorization_code(self, authorization_code: Code) -> None:
        codes.pop(authorization_code.code, None)

    def authenticate_user(self, authorization_code: Code) -> str:
        return authorization_code.subject


class Tokens(OpenIDCode):
    def exists_nonce(self, nonce: str, request: Any) -> bool:
        return False

    def encode_id_token(self, token: Any, request: Any) -> str:
        return token_for(request.authorization_code)


def issuer() -> str:
    return request.host_url.rstrip("/")


def token_for(code: Code) -> str:
    claims: dict[str, Any] = {
        "iss": issuer(), "aud": CLIENT, "sub": code.subject, "nonce": code.nonce, "iat": control.now,
        "exp": control.now + 300,
    }  # fmt: skip
    for name in ("auth_time", "amr", "acr", "email"):
        if getattr(control, name) is not None:
            claims[name] = getattr(control, name)
    wrong: dict[str, dict[str, Any]] = {
        "nonce": {"nonce": "another"},
        "no nonce": {"nonce": None},
        "audience": {"aud": "another client"},
        "several audiences": {"aud": [CLIENT, "another client"]},
        "another party": {"azp": "another client"},
        "issuer": {"iss": "https://another.example"},
        "expired": {"iat": control.now - 400, "exp": control.now - 100},
        "old": {"iat": control.now - 3600},
        "from the future": {"iat": control.now + 3600, "exp": control.now + 7200},
        "not yet": {"nbf": control.now + 3600},
        "no end": {"exp": None},
        "end as text": {"exp": "never"},
        "no subject": {"sub": None},
        "long subject": {"sub": "x" * 256},
        "time as text": {"auth_time": "now"},
    }
    claims.update(wrong.get(control.mischief, {}))
    claims = {name: value for name, value in claims.items() if value is not None}
    return signed(claims)


def signed(claims: dict[str, Any]) -> str:
    header = {"alg": "RS256", "kid": control.signs_with}
    if control.mischief in {"unsigned", "hmac"}:
        return unsound(claims)
    key = stranger if control.mischief == "another key" else keys[control.signs_with]
    if control.mischief == "no key named":
        header.pop("kid")
    token = jwt.encode(header, claims, key)
    if control.mischief == "changed":
        head, _body, signature = token.split(".")
        claims["sub"] = "subject-2"
        return f"{head}.{encoded(claims)}.{signature}"
    return "not a token" if control.mischief == "no token" else token


def unsound(claims: dict[str, Any]) -> str:
    """Unsigned, or signed by HMAC with what everybody knows: the public key (RFC 8725 section 2.1)."""
    name = "none" if control.mischief == "unsigned" else "HS256"
    text = f"{encoded({'alg': name, 'kid': control.signs_with})}.{encoded(claims)}"
    if name == "none":
        return f"{text}."
    public = keys[control.signs_with].as_pem(private=False)
    digest = hmac.digest(public, text.encode(), hashlib.sha256)
    return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def encoded(values: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


server = AuthorizationServer(
    app, query_client=lambda name: Client() if name == CLIENT else None, save_token=lambda *_arguments: None
)
server.register_grant(CodeGrant, [CodeChallenge(required=True), Tokens(require_nonce=True)])


@app.get("/.well-known/openid-configuration")
def configuration() -> Any:
    if control.mischief == "down":
        return "", 503
    if control.mischief == "endless":
        return Response((b" " * 65536 for _ in range(64)), mimetype="application/json")
    if control.mischief == "no object":
        return jsonify([])
    base = issuer()
    found = {
        "issuer": "https://another.example" if control.mischief == "another provider" else base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": "http://localhost/token" if control.mischief == "plain http" else f"{base}/token",
        "jwks_uri": f"{base}/keys",
        "code_challenge_methods_supported": ["plain"] if control.mischief == "no challenge" else ["S256"],
        "authorization_response_iss_parameter_supported": control.names_issuer,
    }
    if control.mischief == "posts":
        found["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    return jsonify(found)


@app.get("/keys")
def published() -> Any:
    return jsonify({"keys": [keys[name].as_dict(private=False) for name in control.published]})


@app.get("/authorize")
def authorize() -> Any:
    control.asked.append(dict(request.args))
    if control.mischief == "denied":
        return redirect(f"{request.args['redirect_uri']}?error=access_denied&state={request.args['state']}")
    answer = server.create_authorization_response(
        grant_user=control.subject, grant=server.get_consent_grant(end_user=control.subject)
    )
    place = answer.headers["Location"]
    if control.names_issuer:
        place += f"&iss={'https://another.example' if control.mischief == 'mixed up' else issuer()}"
    return redirect(place)


@app.post("/token")
def token() -> Any:
    if control.mischief == "down at the token":
        return "", 503
    return server.create_token_response()


@app.post("/control")
def set_control() -> Any:
    asked = control.asked
    vars(control).update(vars(Control(**request.get_json())))
    return jsonify(asked)


if __name__ == "__main__":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    serving = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    sys.stdout.write(f"{serving.server_port}\n")
    sys.stdout.flush()
    serving.serve_forever()
