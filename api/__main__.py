"""`python -m api`: the same as `brobygger`."""

from api.cli import main

main()
