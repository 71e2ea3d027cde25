"""The pages in a real browser: with and without script, wide and narrow, looked through by axe."""
