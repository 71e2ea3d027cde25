"""The engine over HTTP: thin routes that call one service each.

Nothing is served yet; the package holds the place so that the import contract
``api -> matcher -> models`` is checked from the first day.
"""

__version__ = "0.1.0"
