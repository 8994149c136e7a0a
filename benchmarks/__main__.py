"""Every benchmark in turn, each in a process of its own: `make bench`."""

import subprocess
import sys
from pathlib import Path

HELPERS = {"__init__", "__main__", "timing"}

if __name__ == "__main__":
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        for name in names
        if name not in HELPERS
    ]
    sys.exit(any(codes))
