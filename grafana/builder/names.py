"""Which label holds a text in a language."""

from grafana.builder.wording import Language


def label(base: str, language: Language) -> str:
    """Such as `name`, whose English is in the label `name_en`."""
    return base if language is Language.INDONESIAN else f"{base}_en"
