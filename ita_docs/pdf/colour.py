"""The colour profile of a PDF/A: sRGB, without the moment it was made."""

from __future__ import annotations

from functools import cache

import pikepdf

# ICC.1:2010, 7.2.1: creation date and time, six numbers of two bytes, and the profile's MD5.
_DATE = slice(24, 36)
_PROFILE_ID = slice(84, 100)
_FIXED_DATE = b"".join(number.to_bytes(2, "big") for number in (2011, 1, 1, 0, 0, 0))


def write_output_intent(pdf: pikepdf.Pdf) -> None:
    """Give the file one sRGB output intent, the engine's own profile where it brought one."""
    intents = pdf.Root.get("/OutputIntents")
    profile = None
    if isinstance(intents, pikepdf.Array) and len(intents):
        profile = intents[0].get("/DestOutputProfile")
    data = profile.read_bytes() if isinstance(profile, pikepdf.Stream) else build_srgb_profile()
    stream = pdf.make_stream(fix_date(data))
    stream.N = 3
    pdf.Root.OutputIntents = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String("sRGB IEC61966-2.1"),
                Info=pikepdf.String("sRGB IEC61966-2.1"),
                DestOutputProfile=stream,
            )
        ]
    )


def fix_date(profile: bytes) -> bytes:
    """The profile with a fixed date and without the checksum that covers the date."""
    data = bytearray(profile)
    data[_DATE] = _FIXED_DATE
    data[_PROFILE_ID] = bytes(16)
    return bytes(data)


@cache
def build_srgb_profile() -> bytes:
    """An sRGB profile made by LittleCMS."""
    from PIL import ImageCms

    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
