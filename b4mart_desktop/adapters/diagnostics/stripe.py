"""The shape of Stripe's keys, checked without asking Stripe. Whether they are valid only Stripe knows."""

import re

from b4mart_desktop.adapters.diagnostics.results import CheckResult, Status
from b4mart_desktop.settings import Settings

NAME = "Stripe"
WHERE = "Copy it again from Stripe's dashboard, under Developers › API keys."

# Source: https://docs.stripe.com/keys (prefix, mode, then letters and digits).
_SECRET = re.compile(r"(?:sk|rk)_(test|live)_\w{8,}")
_PUBLISHABLE = re.compile(r"pk_(test|live)_\w{8,}")
_WEBHOOK = re.compile(r"whsec_\S{8,}")


def check_stripe(settings: Settings) -> CheckResult:
    """Check that the keys look like keys, belong together and are of one mode."""
    secret, public, webhook = (
        settings.stripe_secret_key,
        settings.stripe_publishable_key,
        settings.stripe_webhook_secret,
    )
    if not (secret or public or webhook):
        return CheckResult(NAME, Status.SKIPPED, "no keys: cards are taken on a terminal of their own")
    for variable, value, shape in (
        ("STRIPE_SECRET_KEY", secret, _SECRET),
        ("STRIPE_PUBLISHABLE_KEY", public, _PUBLISHABLE),
        ("STRIPE_WEBHOOK_SECRET", webhook, _WEBHOOK),
    ):
        if value and not shape.fullmatch(value):
            return CheckResult(NAME, Status.FAILED, f"{variable} does not look like one", WHERE)
    return _check_pair(secret, public)


def _check_pair(secret: str | None, public: str | None) -> CheckResult:
    if not secret or not public:
        missing = "STRIPE_PUBLISHABLE_KEY" if secret else "STRIPE_SECRET_KEY"
        return CheckResult(
            NAME, Status.WARNING, f"{missing} is not set", f"Set {missing} beside the other key."
        )
    modes = {key.split("_")[1] for key in (secret, public)}
    if len(modes) > 1:
        found = "one key is for testing, the other for real money"
        return CheckResult(NAME, Status.FAILED, found, "Use both keys of the same mode (test or live).")
    mode = "real money" if modes == {"live"} else "test mode, no money moves"
    return CheckResult(NAME, Status.OK, f"both keys look right ({mode})")
