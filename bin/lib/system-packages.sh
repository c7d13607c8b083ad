# What only the system can bring: Chromium for the browser tests, containerd for the sandbox's real node. Sourced.

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' '/Applications/Chromium.app/Contents/MacOS/Chromium'; do
    [ -n "$name" ] && command -v "$name" 2>/dev/null && return 0
  done
  return 1
}

debian_packages_for() {
  case "$1" in
    chromium) find_chromium >/dev/null || printf 'chromium fonts-liberation ' ;;
    node) # the real node needs Linux and root; elsewhere the sandbox goes without and says so
      [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] || return 0
      command -v containerd >/dev/null || printf 'containerd '
      command -v runc >/dev/null || [ -x /usr/sbin/runc ] || printf 'runc '
      [ -x /usr/lib/cni/bridge ] || printf 'containernetworking-plugins '
      { command -v busybox && file_is_static "$(command -v busybox)"; } >/dev/null || printf 'busybox-static '
      command -v ip >/dev/null || printf 'iproute2 '
      ;;
  esac
}

file_is_static() { ! ldd "$1" 2>/dev/null | grep -q '=>'; }

# Installs what is missing: at once in CI, after a question for a person, never without root.
offer_system_packages() {
  local missing='' part answer
  for part in "$@"; do missing="$missing$(debian_packages_for "$part")"; done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || { say "These tests want the system packages: $missing"; return 0; }
  local command="apt-get install -y --no-install-recommends $missing"
  if [ "$(id -u)" != 0 ]; then say "These tests want system packages; get them with: sudo $command"; return 0; fi
  if [ -t 0 ] && [ -z "${CI:-}" ]; then
    printf 'These tests want the system packages %s. Install them now? [y/N] ' "$missing"
    read -r answer
    [ "$answer" = y ] || return 0
  fi
  step "System packages: $missing"
  # shellcheck disable=SC2086
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } >"$CACHE/log/apt.log" 2>&1 ||
    say "They could not be installed; the log is $CACHE/log/apt.log."
  step_done
}
