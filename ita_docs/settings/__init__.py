"""The settings file ``ita-docs.toml``: what a scheduled run needs, read key by key and checked."""

from ita_docs.settings.keys import LANGUAGES, PDF_ENGINES
from ita_docs.settings.reading import (
    SETTINGS_NAME,
    Settings,
    check_acceptable,
    find_settings,
    merge_settings,
    read_settings,
    withhold_commands,
)

__all__ = [
    "LANGUAGES",
    "PDF_ENGINES",
    "SETTINGS_NAME",
    "Settings",
    "check_acceptable",
    "find_settings",
    "merge_settings",
    "read_settings",
    "withhold_commands",
]
