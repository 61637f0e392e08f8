"""The factory: configuration → extensions → sign-in → blueprints → error pages."""

import logging
from importlib import import_module

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config, ConfigurationError, load
from eboard.access.limits import count_files
from eboard.access.signin import install_sign_in
from eboard.core.db import db, install_glances
from eboard.core.db.engine import engine_options, prepare
from eboard.core.keys import KeyFile, KeyProgram, add_key, open_keyring
from eboard.core.logs import install_logs
from eboard.core.web import EBoard
from eboard.core.web.errors import install_error_pages
from eboard.core.web.forgery import FormProtection, refuse_what_others_began
from eboard.core.web.headers import install_headers
from eboard.core.web.sessions import CookieSessions
from eboard.core.web.templating import install_templating
from eboard.feeds.views.at_hand import CalendarsAtHand

# Each names a module with a `blueprint`, or a package of jobs that registers itself when imported.
BLUEPRINTS: tuple[str, ...] = (
    "eboard.attendance.views",
    "eboard.attendance.views.check_in",
    "eboard.audit.views",
    "eboard.availability.views",
    "eboard.boards.views",
    "eboard.cases.views.attachments",
    "eboard.cases.views.case_page",
    "eboard.cases.views.consents",
    "eboard.cases.views.emergencies",
    "eboard.cases.views.materials",
    "eboard.cases.views.nomination",
    "eboard.cases.views.patients",
    "eboard.cases.views.onward",
    "eboard.cases.views.recusals",
    "eboard.cases.views.suggestions",
    "eboard.cases.views.confirmations",
    "eboard.cases.views.triage",
    "eboard.cases.views.work_list",
    "eboard.cme.views.activities",
    "eboard.cme.views.mine",
    "eboard.cme.views.verify",
    "eboard.conferences.views.joining",
    "eboard.conferences.views.providers",
    "eboard.feeds.views.fetching",
    "eboard.feeds.views.subscriptions",
    "eboard.followup.views",
    "eboard.forecast.views",
    "eboard.health.views",
    "eboard.home.views",
    "eboard.invitations.views",
    "eboard.live.views",
    "eboard.mail.views.outbox",
    "eboard.mail.views.reading",
    "eboard.meetings.views",
    "eboard.membership.views.agreements",
    "eboard.membership.views.leaving",
    "eboard.membership.views.certifications",
    "eboard.membership.views.left_behind",
    "eboard.minutes.views",
    "eboard.outside.views",
    "eboard.people.views.account",
    "eboard.people.views.addresses",
    "eboard.people.views.delegates",
    "eboard.people.views.directory",
    "eboard.people.views.kept",
    "eboard.people.views.links",
    "eboard.people.views.notices",
    "eboard.people.views.organizations",
    "eboard.people.views.person",
    "eboard.people.views.roster",
    "eboard.people.views.search",
    "eboard.people.views.security",
    "eboard.planning.views",
    "eboard.preparation.views",
    "eboard.recommendations.views.letters",
    "eboard.recommendations.views.kinds",
    "eboard.recommendations.views.outcomes",
    "eboard.recommendations.views.papers",
    "eboard.recommendations.views.preparing",
    "eboard.recommendations.views.signing",
    "eboard.reports.views",
    "eboard.retention.views",
    "eboard.retention.views.corrections",
    "eboard.retention.views.own",
    "eboard.retention.views.patients",
    "eboard.review.views",
    "eboard.signin.views.ceremonies",
    "eboard.signin.views.confirming",
    "eboard.signin.views.factors",
    "eboard.signin.views.presence",
    "eboard.signin.views.recoveries",
    "eboard.signin.views.second_step",
    "eboard.signin.views.signing_in",
    "eboard.signon.views.going",
    "eboard.signon.views.providers",
    "eboard.demo.views",
)
JOBS: tuple[str, ...] = (
    "eboard.attendance.jobs",
    "eboard.audit.jobs",
    "eboard.availability.jobs",
    "eboard.backup.jobs",
    "eboard.cases.jobs",
    "eboard.cme.jobs",
    "eboard.conferences.jobs",
    "eboard.digests.jobs",
    "eboard.feeds.jobs",
    "eboard.followup.jobs",
    "eboard.forecast.jobs",
    "eboard.invitations.jobs",
    "eboard.live.jobs",
    "eboard.mail.jobs",
    "eboard.meetings.jobs",
    "eboard.membership.jobs",
    "eboard.outside.jobs",
    "eboard.people.jobs",
    "eboard.preparation.jobs",
    "eboard.recommendations.jobs",
    "eboard.retention.jobs",
    "eboard.review.jobs",
    "eboard.signin.jobs",
    "eboard.signon.jobs",
)
MEGABYTE = 1024 * 1024
FORM_BYTES = 2 * MEGABYTE
YEAR_SECONDS = 31_536_000


def create_app(config: Config | None = None) -> EBoard:
    """A ready application; raises ConfigurationError when the settings do not allow one."""
    config = config or load()
    app = EBoard("eboard", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "eboard" / "static"))
    _configure(app, config)
    _open_keyring(app, config)
    db.init_app(app)
    install_glances(app, app.config["SQLALCHEMY_DATABASE_URI"])
    with app.app_context():
        prepare(db.engine)
    app.session_interface = CookieSessions(app)
    install_templating(app)
    app.before_request(refuse_what_others_began)
    install_sign_in(app)
    FormProtection(app)
    app.before_request(count_files)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).blueprint)
    for name in JOBS:
        import_module(name)
    install_error_pages(app)
    install_headers(app, is_https=config.is_https)
    app.wsgi_app = CalendarsAtHand(app, is_https=config.is_https)  # type: ignore[method-assign]
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    if config.in_production:
        install_logs()
    logging.getLogger("eboard").setLevel(config.log_level)
    return app


def _configure(app: Flask, config: Config) -> None:
    url = _absolute(config.database_url)
    app.config.update(
        EBOARD=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url),
        SESSION_COOKIE_NAME="__Host-eboard" if config.is_https else "eboard",
        SESSION_COOKIE_SECURE=config.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form is good as long as its sign-in
        WTF_CSRF_SSL_STRICT=config.is_https,
        MAX_CONTENT_LENGTH=config.upload_megabytes * MEGABYTE + FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR_SECONDS,  # addresses of static files change with their content
    )


def _absolute(url: str) -> str:
    """A relative SQLite path counts from the checkout, wherever the process was started."""
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(prefix + "/") and not url.endswith(":memory:"):
        return f"{prefix}{ROOT / url.removeprefix(prefix)}"
    return url


def _open_keyring(app: Flask, config: Config) -> None:
    path = ROOT / config.keys_file
    if not config.keys_command and not path.exists() and not config.in_production:
        add_key(path)
    try:
        source = KeyProgram(config.keys_command) if config.keys_command else KeyFile(path)
        app.extensions["keyring"] = open_keyring(source)
    except ValueError as error:
        raise ConfigurationError(str(error)) from None
