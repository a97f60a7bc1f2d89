# Sourced by mvnw and longshore: find_jdk exports JAVA_HOME as a JDK of at least LONGSHORE_JDK, or ends with one sentence.
# Versions are read from the JDKs' release files, so that no JVM is started only to be asked.

LONGSHORE_JDK=25

# Whether $1 is a JDK (not only a runtime) of at least LONGSHORE_JDK.
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${version:-0}" -ge "$LONGSHORE_JDK" ]
}

find_jdk() {
    on_path=$(command -v javac || true)
    [ -z "$on_path" ] || on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac}
    for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /opt/* "${HOME:-/root}"/.sdkman/candidates/java/* \
        "${HOME:-/root}"/.jdks/*; do
        if is_jdk "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "longshore: needs a JDK $LONGSHORE_JDK or newer, and none is in JAVA_HOME, on the PATH, in /usr/lib/jvm, /opt," \
        "~/.sdkman or ~/.jdks; install one (https://adoptium.net) or set JAVA_HOME." >&2
    exit 1
}
