"""Many offices in one run: what is due, workers, publishing, the run report (``run.run_batch``)."""
