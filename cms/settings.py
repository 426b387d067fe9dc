"""The settings of every set-up, read from the environment (see API.md, Environment); no variable is needed."""

import sys
from pathlib import Path
from zoneinfo import available_timezones

from cms.edge.kinds import configuration as edge_caches
from cms.environment import address, database, env, flag, folder, mail, number, secret_key, url, words
from cms.metrics import shared as shared_metrics

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = folder("DATA_DIR", default=BASE_DIR / "var")
TESTING = "pytest" in sys.modules

SECRET_KEY = secret_key(DATA_DIR)
DEBUG = flag("DEBUG", default=False)
HOST = env.str("HOST", "127.0.0.1")
PORT = number("PORT", default=8000, minimum=1)
SITE_URL = url("SITE_URL", default=f"http://{'localhost' if HOST in {'0.0.0.0', '::'} else HOST}:{PORT}")  # noqa: S104
FRONTEND_URL = url("FRONTEND_URL")
PREVIEW_URL = url("PREVIEW_URL")
# With no name of its own the server answers on this machine only; a deployment names its hosts.
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost"]
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or LOCAL_HOSTS
RATE_LIMITS = flag("RATE_LIMITS", default=True)
WRITE_API = flag("WRITE_API", default=False)
METRICS = flag("METRICS", default=False)
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
WEBHOOKS_PRIVATE = flag("WEBHOOKS_PRIVATE", default=DEBUG)  # webhooks without https, and to addresses inside
TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=0)
CORS_ORIGINS = words("CORS_ORIGINS")
FRONTEND_CACHE = env.str("FRONTEND_CACHE", "").strip().lower()
FRONTEND_CACHE_URL = url("FRONTEND_CACHE_URL")
FRONTEND_CACHE_TOKEN = env.str("FRONTEND_CACHE_TOKEN", "")
FRONTEND_CACHE_ZONE = env.str("FRONTEND_CACHE_ZONE", "")
WAGTAILFRONTENDCACHE = edge_caches(
    FRONTEND_CACHE, url=FRONTEND_CACHE_URL, token=FRONTEND_CACHE_TOKEN, zone=FRONTEND_CACHE_ZONE
)
WEB_WORKERS = number("WEB_WORKERS", default=1, minimum=1)

if METRICS and WEB_WORKERS > 1:
    shared_metrics.share(DATA_DIR / "metrics")

INSTALLED_APPS = [
    "cms",
    "home",
    "articles",
    "django_comments_xtd",
    "django_comments",
    "comments",  # after django_comments_xtd: its ready() disconnects what xtd's connects
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *(["wagtail.api.v3", "ninja"] if WRITE_API else []),  # the second has the page that shows the first
]

MIDDLEWARE = [
    "cms.metrics.requests.MetricsMiddleware",
    "cms.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.compression.CompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.CorsMiddleware",
    "cms.rate_limits.RateLimitMiddleware",
    "cms.middleware.ApiMiddleware",
    "cms.writing.middleware.WriteApiMiddleware",
    "cms.caching.CachingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.admin.refusals.PublishGateMiddleware",
    "cms.reader.ReaderMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Stores ---------------------------------------------------------------------------------------------------------------

DATABASES = {"default": database("DATABASE_URL", default=DATA_DIR / "evident.sqlite3")}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # A writer takes its lock when it begins, so that it waits for its turn instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
        # Django's default test database lives in shared memory, which knows neither WAL nor a busy timeout.
        "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = address("REDIS_URL", schemes=("redis", "rediss", "unix"))
CACHES = {
    name: (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"evident-{name}",
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": name,
            "OPTIONS": {"MAX_ENTRIES": entries},
        }
    )
    for name, entries in (("default", 5000), ("answers", 1000))  # answers: of the public API, some 20 kB each
}

S3_BUCKET = env.str("S3_BUCKET", "")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": url("S3_ENDPOINT_URL") or None,
                "region_name": env.str("S3_REGION", "") or None,
                "access_key": env.str("S3_ACCESS_KEY", "") or None,
                "secret_key": env.str("S3_SECRET_KEY", "") or None,
                "querystring_auth": False,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
# Static files come straight from the packages: nothing to collect before the first start, and none to forget after an
# upgrade. Browsers revalidate by ETag.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_MAX_AGE = 60

MAIL = mail("EMAIL_URL")
vars().update(MAIL)
if not MAIL:
    EMAIL_BACKEND = "cms.mailbox.backend.Backend"  # kept, and read in the admin under Reports › Mail
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Evident <evident@localhost>")

# Akismet is asked about comments where a site's rules say so (comments/opinions.py).
AKISMET_KEY = env.str("AKISMET_KEY", "").strip()
AKISMET_URL = url("AKISMET_URL", default="https://rest.akismet.com")
AKISMET_SECONDS = 2.0  # a post waits no longer than that

# Wagtail's own tasks stay immediate (its indexes must not lag); ours that can wait are rows, enqueued in the transaction
# of their cause and run by `manage.py db_worker --backend later`.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "later": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# Languages and time ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Users and security ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "home.User"
LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics/?$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "cms.api.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames pages of the same origin, which check W019 regrets
SILENCED_SYSTEM_CHECKS = ["security.W019"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an article with many blocks posts thousands of fields
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Wagtail --------------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Evident"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILREDIRECTS_AUTO_CREATE = False  # cms.redirects makes them, for paths that the public knew
WAGTAILAPI_BASE_URL = SITE_URL
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILIMAGES_IMAGE_MODEL = "articles.ArticleImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # a private document never has a public file address
WAGTAIL_FINISH_WORKFLOW_ACTION = "articles.approval.publish"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search"}}
# Files that lie beside the zones on many systems; browsers do not know them, and the account page would fail on them.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime", "posixrules", "Factory"})
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
TAGGIT_CASE_INSENSITIVE = True

# Comments -------------------------------------------------------------------------------------------------------------

SITE_ID = 1
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "comments.models.ReaderComment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 9  # ten levels, counted from 0
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENT_MAX_LENGTH = 3000

# API ------------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "cms.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["cms.api.renderers.ApiRenderer"],
    "DEFAULT_PARSER_CLASSES": ["cms.api.parsers.BoundedJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "cms.api.pagination.ListPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cms.api.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Evident API",
    "DESCRIPTION": "Structured, evidence-first articles and their moderated discussion.",
    "VERSION": "2",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": r"/api/v2",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["cms.api.schema.only_public"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "articles.api.schema.add_components",
        "articles.api.references.add_components",
        "articles.api.own_pages.add_components",
        "cms.api.schema.describe_errors",
        "cms.api.schema.name_answers",
        "cms.api.schema.bound_numbers",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CommentStatus": "comments.models.Status.choices",
        "AuthorRole": ["author", "moderator"],
        "DecisionChoice": "comments.actions.DECISIONS",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Logs -----------------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "cms.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "django_tasks": {"level": "WARNING"},  # Wagtail's index updates would write four lines for every save
    },
}
