"""The app_release kind: whether a shop offers an app, and which version."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, StrictBool, StringConstraints, model_validator

from monitor.checks import HttpExpect, certificate_check
from monitor.checks.listings import APP_STORE, PLAY_STORE, Listing, read_listing
from monitor.fields import Duration, HttpUrl, Misfit, Size, Spec
from monitor.model import CheckResult, Failure, Observation, Reason, Result
from monitor.net.recorder import Recorder
from monitor.net.toolbox import Net
from monitor.net.transport import ProbeTransport
from monitor.probes.exchange import exchange
from monitor.probes.request import HttpAsk, Redirects, host_of, parsed
from monitor.probes.web import WebProbe

_APP = {
    APP_STORE: (re.compile(r"[1-9]\d{0,14}"), "a number, such as 1444834757"),
    PLAY_STORE: (
        re.compile(r"[A-Za-z]\w{0,60}(?:\.[A-Za-z]\w{0,60}){1,9}", re.ASCII),
        "a package name, such as com.bpjstku",
    ),
}
_NAMES = {APP_STORE: "App Store", PLAY_STORE: "Play Store"}
_GROUPS = frozenset(
    {"dns", "connect", "tls", "http", "body", "slow", "interference", "maintenance", "local"}
)
_REASONS = frozenset(reason for reason in Reason if reason.group in _GROUPS) | {
    Reason.CHECK_STATUS,
    Reason.CHECK_CONTENT,
    Reason.CHECK_CERTIFICATE,
}


def _read_app(value: object) -> Any:
    """A number of the App Store needs no quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class ReleaseExpect(Spec):
    """What the listing must hold."""

    bundle: str | None = Field(
        None, min_length=1, max_length=255, description="The App Store's bundleId must be this"
    )
    version: StrictBool | None = Field(
        None,
        description="Degraded where no version is found; when left out, true for the App Store"
        " and false for the Play Store",
    )


class AppReleaseProbe(WebProbe):
    """Look an app up in a shop."""

    kind: Literal["app_release"] = Field(
        description="What sort of probe this is: an app's listing in a shop"
    )
    interval: Duration = Field(timedelta(hours=1), description="From one run's start to the next's")
    slow_after: Duration = Field(
        timedelta(seconds=5), description="A run that passes but takes longer is degraded"
    )
    store: Literal["app_store", "play_store"] = Field(description="Which shop is asked")
    app: Annotated[str, BeforeValidator(_read_app, json_schema_input_type=str | int)] = Field(
        description="The App Store's number of the app, or its Android package"
    )
    country: Annotated[str, StringConstraints(to_lower=True, pattern="^[A-Za-z]{2}$")] = Field(
        "id", description="Whose shop: two letters (ISO 3166)"
    )
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}(-[A-Za-z0-9]{2,4})?$")] = Field(
        "id", description="In which language the Play Store answers, such as id or en-GB"
    )
    url: HttpUrl | None = Field(None, description="Ask here instead of the shop itself")
    expect: ReleaseExpect = Field(ReleaseExpect(), description="What the listing must hold")
    redirects: Redirects = Field(Redirects(), description="How redirects are followed")
    compression: Literal["identity", "gzip", "deflate"] = Field(
        "gzip", description="Ask for this encoding; no other one is decoded"
    )
    body_limit: Size = Field(
        2 * 1024 * 1024, description="An answer of more bytes, on the wire or decoded, has failed"
    )

    @model_validator(mode="after")
    def _fits_the_store(self) -> Self:
        pattern, wanted = _APP[self.store]
        if not pattern.fullmatch(self.app):
            said = f"{self.app!r} is no app of the {_NAMES[self.store]}; write {wanted}"
            raise Misfit(("app",), said)
        if self.expect.bundle is not None and self.store == PLAY_STORE:
            raise Misfit(("expect", "bundle"), "the Play Store is asked for it already, by `app`")
        return self

    @property
    def target(self) -> str:
        """The URL that is asked."""
        if self.url is not None:
            return self.url
        if self.store == APP_STORE:
            return f"https://itunes.apple.com/lookup?id={self.app}&country={self.country}"
        place = f"hl={self.language}&gl={self.country.upper()}"
        return f"https://play.google.com/store/apps/details?id={self.app}&{place}"

    @property
    def host(self) -> str:
        """The URL's host."""
        return host_of(self.target)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The proxy's password."""
        return self.secrets_of(())

    @property
    def reasons(self) -> frozenset[Reason]:
        """Those of a request over HTTP, but for checks that this kind does not know."""
        return _REASONS

    async def observe(self, net: Net, recorder: Recorder) -> Observation:
        """Ask the shop. Raises what the transport raises."""
        ask = HttpAsk(url=self.target, redirects=self.redirects)
        rules = ask.rules(
            body_limit_bytes=self.body_limit, whole_body=True, encoding=self.compression
        )
        request = ask.request_to(
            parsed(self.target), user_agent=net.user_agent, encoding=self.compression
        )
        transport = ProbeTransport(net, recorder, self.route_to(self.host))
        await exchange(request, transport, recorder, rules)
        listing = self._listing(recorder.observation())
        recorder.release = listing.release(self.store) if listing is not None else None
        return recorder.observation()

    def interference(self, observation: Observation) -> Failure | None:
        """What speaks for another's answer; but an app whose notes speak of maintenance is none."""
        found = super().interference(observation)
        listing = self._listing(observation) if found is not None else None
        return None if listing is not None and listing.offered else found

    def evaluate(self, observation: Observation, now: datetime) -> tuple[CheckResult, ...]:
        """The status, the listing, then the certificate."""
        listing = self._listing(observation)
        checks = (
            _status_check(observation),
            *(self._judge(listing) if listing is not None else ()),
        )
        if not self.certificate_days:
            return checks
        return checks + certificate_check(observation, self.certificate_days, now)

    def _listing(self, observation: Observation) -> Listing | None:
        """What the answer lists; None where its status says that it lists nothing."""
        if not _status_check(observation).passed:
            return None
        return read_listing(self.store, self.app, observation.body)

    def _judge(self, listing: Listing) -> list[CheckResult]:
        """Each check needs what the one before it found: without a listing there is no version."""
        shop, expect = _NAMES[self.store], self.expect
        checks = [
            _check(
                f"the answer has the shape of one by the {shop}",
                f"nothing of {self.app} in it; perhaps the shop changed its shape",
                passed=listing.known,
                result=Result.DEGRADED,
            )
        ]
        if listing.known:
            said = "it does not offer it"
            checks.append(_check(f"the {shop} offers {self.app}", said, passed=listing.offered))
        if listing.offered and expect.bundle is not None:
            said = f"it is {listing.bundle}"
            passed = listing.bundle == expect.bundle
            sentence = f"{self.app} is {expect.bundle}"
            checks.append(_check(sentence, said, passed=passed, in_own_words=False))
        wanted = self.store == APP_STORE if expect.version is None else expect.version
        if listing.offered and wanted:
            checks.append(
                _check(
                    "the listing tells a version",
                    "it tells none; perhaps the shop changed its shape",
                    passed=listing.version is not None,
                    result=Result.DEGRADED,
                )
            )
        return checks


def _status_check(observation: Observation) -> CheckResult:
    return HttpExpect().evaluate(observation)[0]


def _check(
    sentence: str,
    otherwise: str,
    *,
    passed: bool,
    result: Result = Result.FAILED,
    in_own_words: bool = True,
) -> CheckResult:
    return CheckResult(
        sentence=sentence,
        passed=passed,
        reason=Reason.CHECK_CONTENT,
        result=result,
        expected=sentence,
        observed="so it is" if passed else otherwise,
        in_own_words=in_own_words,
    )
