"""Speed and worth, as ratios against a peer or a bound in the same run. Never part of the tests."""
