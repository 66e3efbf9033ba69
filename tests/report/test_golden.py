"""Whole reports, letter by letter."""

import pytest

from monitor.report.figures import Figures
from monitor.words import Language
from tests.report.samples import FORMS, golden_file, golden_text

AGAIN = "a report changed; if that is meant, run: python -m tests.report.samples"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("form", FORMS)
def test_a_report_is_as_the_golden_file_has_it(
    october: Figures, form: str, language: Language
) -> None:
    kept = golden_file(form, language).read_text(encoding="utf-8")
    assert golden_text(october, form, language) == kept, AGAIN
