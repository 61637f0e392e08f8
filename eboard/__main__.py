"""Run the command line as ``python -m eboard``."""

from eboard.cli import main

main()
