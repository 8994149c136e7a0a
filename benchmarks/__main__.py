"""Time crmkit beside its peers: `make bench`. Each part runs in a process of its own.

The others here are not timings: crosscheck_pymc needs an environment of its own, and the
robustness sweeps fit hundreds of random companies a model.
"""

import subprocess
import sys

if __name__ == "__main__":
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], check=False).returncode
        for part in ("summary", "lifetime", "grading")
    ]
    sys.exit(any(codes))
