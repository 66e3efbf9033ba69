"""`python -m monitor` is the command `jmo-monitor`."""

from monitor.cli import main

if __name__ == "__main__":
    main(prog_name="jmo-monitor")
