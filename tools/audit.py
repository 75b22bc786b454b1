"""Ask whether a locked dependency has a known vulnerability, and say plainly when nobody could be asked."""

import json
import subprocess
import sys


def main() -> int:
    """1 when a vulnerability is known; 0 otherwise, with a warning for everything that was not audited."""
    command = [sys.executable, "-m", "pip_audit", "--skip-editable", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        print(f"audit: not done, the vulnerability service could not be reached\n{done.stderr[-500:]}")
        return 0
    known = [(each["name"], each["version"], each["vulns"]) for each in dependencies if each.get("vulns")]
    silent = sum("skip_reason" in each for each in dependencies)
    for name, version, vulnerabilities in known:
        print(f"audit: {name} {version}: {', '.join(each['id'] for each in vulnerabilities)}")
    print(f"audit: {len(dependencies) - silent} dependencies audited, {silent} could not be, {len(known)} vulnerable")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main())
