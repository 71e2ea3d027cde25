"""Rules worth saying twice, each as a check that names the accident it guards against."""
