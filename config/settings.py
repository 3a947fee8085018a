"""Settings of the registry, from the environment (see .env.example and docs/operating.md)."""

from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

from agreements.rules.text_limits import PAGE_AT_MOST
from config.release import release

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

DEBUG = env.bool("DEBUG", False)
#: Whether the site stands behind TLS. Only `make run` on one's own machine says no.
HTTPS = env.bool("HTTPS", True)

try:
    SECRET_KEY = env.str("SECRET_KEY")
except EnvError as error:
    raise EnvError(
        "SECRET_KEY is not set. Copy .env.example to .env and put 50 or more random characters there, "
        "or let `make run` do it."
    ) from error

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, whose fields it translates
    "staff.apps.RegistryAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "simple_history",
    "languages",
    "parties",
    "agreements",
    "activities",
    "search",
    "import_export",
    "website",
    "staff.apps.StaffConfig",
    "demo_data",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.cookies.without_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "staff.request_limits.RequestLimits",  # before whatever reads what was sent
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "staff.accounts.devices.remember",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.headers.headers",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        # Rows and choices of lists only (website/templatetags/rows.py).
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"trim_blocks": True, "lstrip_blocks": True, "auto_reload": DEBUG},
    },
]


#: How many seconds a request waits for what others have locked; after 30 gunicorn ends a worker.
LOCK_TIMEOUT = 25


def database() -> dict[str, Any]:
    """The database of DATABASE_URL; SQLite speaks the three languages through its own backend."""
    settings: dict[str, Any] = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'registry.sqlite3'}")
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["ENGINE"] = "database.sqlite"
        settings["OPTIONS"] = {
            # Measured: with 8 writers the defaults failed 618 of 1,600 writes, this none.
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_TIMEOUT,
            "init_command": "PRAGMA synchronous=FULL;",
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
        settings.setdefault("OPTIONS", {}).setdefault("options", f"-c lock_timeout={LOCK_TIMEOUT}s")
    settings["CONN_MAX_AGE"] = 60
    return settings


DATABASES = {"default": database()}

#: Who wrote last in a record cannot publish it: another person looks first. An office of one person says no.
FOUR_EYES = env.bool("FOUR_EYES", True)

#: Lists answer from an index in memory that follows the tables; without it they ask the tables, slowly.
FACET_INDEX = env.bool("FACET_INDEX", True)
#: Rendered public pages are kept for the version of the data they were made of; not while templates are being changed.
KEEP_PAGES = env.bool("KEEP_PAGES", not DEBUG)
#: For how long a shared cache in front may show a page without asking, in seconds. 0: it always asks.
SHARED_CACHE_SECONDS = env.int("SHARED_CACHE_SECONDS", 0)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Redis keeps pages for all workers together; without it each worker keeps its own. Right either way.
    "pages": (
        {
            "BACKEND": "config.page_cache.PageCache",
            "LOCATION": env.str("REDIS_URL"),
            "TIMEOUT": 86_400,
            "KEY_PREFIX": "registry",
        }
        if env.str("REDIS_URL", "")
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "pages",
            "TIMEOUT": 86_400,
            "OPTIONS": {"MAX_ENTRIES": 500},
        }
    ),
}
#: So many files of lists are made at once for the public, and for the desk, by all processes of this machine.
EXPORTS_AT_ONCE = env.int("EXPORTS_AT_ONCE", 2)
#: The folder of their slots; nobody who does not know the secret knows its name.
EXPORT_SLOTS = Path(gettempdir(), f"registry-{blake2b(f'{SECRET_KEY}{BASE_DIR}'.encode(), digest_size=8).hexdigest()}")
#: Where readers report barriers and mistakes; empty where nobody reads such reports, which pages then say.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
#: What the server was started from: pages of an older release are not taken for those of this one.
RELEASE = release(BASE_DIR, env.str("RELEASE", ""), is_worked_in=DEBUG or not HTTPS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "staff.accounts.csrf.csrf_failure"

# Who may guess: so many wrong passwords for one account from one address, then nothing for a while; and ten times as
# many from one address for any account. An account is never closed to its owner (staff/accounts/throttling.py).
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = env.int("SIGN_IN_ATTEMPTS", 5)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("SIGN_IN_PAUSE_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = "staff.accounts.throttling.counted_by"
AXES_HANDLER = "staff.accounts.throttling.Throttle"
AXES_LOCKOUT_CALLABLE = "staff.accounts.throttling.locked_out"
AXES_USERNAME_CALLABLE = "staff.accounts.throttling.name_of"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nothing is tried meanwhile, so nothing fails
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False  # its pages know neither Kazakh nor our roles; `manage.py axes_reset` does what they do
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "staff.accounts.throttling.address_of"
#: Publishers and administrators sign in with a code of their phone too. `make run` on one's own machine says no.
SECOND_FACTOR = env.bool("SECOND_FACTOR", True)
OTP_TOTP_ISSUER = env.str("SECOND_FACTOR_ISSUER", "Registry of cultural agreements")

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
FORMAT_MODULE_PATH = ["languages.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Almaty")

MODELTRANSLATION_DEFAULT_LANGUAGE = "kk"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("kk", "ru", "en")
JQUERY_UI_URL = "vendor/jquery-ui/jquery-ui.min.js"  # below STATIC_URL, so that its name is hashed too

# An agreement with many commitments and the texts of all its sources is one form. Elsewhere less is taken
# (staff/request_limits.py).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = PAGE_AT_MOST

#: Signed documents of sources. No address leads here: file_formats.pdf_response hands them out.
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "files")
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "collected_static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"axes": {"level": "WARNING"}},  # it tells of every sign-in; those it stops are warnings
}
