"""Workbooks: taken apart in a capped child process, then read like any other table."""
