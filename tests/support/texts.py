"""Texts of which nothing good can be expected."""

from hypothesis import strategies as st

HOSTILE = st.one_of(
    st.text(
        st.one_of(
            st.characters(),
            st.characters(categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]),
            st.sampled_from("<>&\"'];,:\\\r\n\t\x00\x0b\u202e\u2066\ufffe\ud800"),
        ),
        max_size=80,
    ),
    st.sampled_from(
        [
            "]]>",
            "<script>alert(1)</script>",
            "</title></svg><b>",
            "' onload='x",
            '" onload="x',
            "&amp;&#x41;{{ 7 * 7 }}{x}",
            "\r\nEND:VEVENT\r\nX:1",
            "\u202eterbalik\u202c",
            "\ud83d",
            "مرحبا بالعالم",
            "字" * 300,
            "W" * 5000,
            "<" * 5000,
            " ",
        ]
    ),
)
"""What nobody of ours would write."""
