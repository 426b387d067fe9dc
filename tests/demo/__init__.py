"""What is asked of a running demo, in .ci/run alone (see `running.sh`): by a fuzzer, and by clients of others."""
