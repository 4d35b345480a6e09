"""Stand-ins for the tests: documents like the real ones, and PDF engines that misbehave."""
