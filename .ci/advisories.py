"""Judge what pip-audit found: 1 for a weakness that a newer version mends; one that nothing mends yet is said."""

import json
import sys
from pathlib import Path


def main(path: Path) -> int:
    """Print a line for each weakness; returns the exit code."""
    try:
        libraries = json.loads(path.read_text())["dependencies"]
    except (OSError, ValueError, KeyError):
        libraries = []
    asked = sum("vulns" in library for library in libraries)
    if not asked:
        print("audit: the advisories cannot be reached from here; nothing was compared.")
        return 0
    mended = 0
    for library in libraries:
        for weakness in library.get("vulns", []):
            versions = ", ".join(weakness["fix_versions"])
            mended += bool(versions)
            print(f"{library['name']} {library['version']}: {weakness['id']}, mended in {versions or 'no version yet'}")
    print(f"audit: {asked} of {len(libraries)} libraries were compared; {mended} weaknesses are mended in newer ones.")
    return min(mended, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
