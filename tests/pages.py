"""What a page says, read from its HTML."""

import re


def stored_meanwhile(html: str) -> dict[str, str]:
    """Label and value of everything somebody else stored, as the summary of a refused form lists it."""
    summary = html.partition('<div class="error-summary"')[2].partition("</dl>")[0]
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", summary))
