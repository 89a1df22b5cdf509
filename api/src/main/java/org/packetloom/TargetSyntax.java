// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.packetloom.ConnectorTarget.Abstract;
import org.packetloom.ConnectorTarget.Empty;
import org.packetloom.ConnectorTarget.Host;
import org.packetloom.ConnectorTarget.Opaque;
import org.packetloom.ConnectorTarget.Path;

/** How a scheme writes what it points at: the shapes of authority and path. */
enum TargetSyntax {
  /** {@code host:port}. */
  HOST,
  /** {@code host:port}, where a literal address is IPv4. */
  HOST4,
  /** {@code host:port}, where a literal address is IPv6. */
  HOST6,
  /** A path, an abstract name or nothing. */
  LOCAL,
  /** The path of a file. */
  FILE,
  /** One name after a slash. */
  PIPE,
  /** Nothing. */
  NOTHING,
  /** The number or the name of a descriptor. */
  DESCRIPTOR,
  /** The name of a network device, or nothing. */
  DEVICE,
  /** Anything: a scheme of the user's own. */
  OPAQUE;

  /** Most bytes of an abstract name: {@code sizeof(sun_path)} less the leading zero byte. */
  private static final int LONGEST_ABSTRACT = 107;

  /** Most bytes of a device name: {@code IFNAMSIZ} less the zero byte at the end. */
  private static final int LONGEST_DEVICE = 15;

  /** What stands before the name of an inherited listener. */
  private static final String LISTEN = "listen/";

  /** Most characters of the name of an inherited listener. */
  private static final int LONGEST_LISTENER = 255;

  private static final String ABSTRACT_MARK = "/%00";

  /** Reads a target; both parts are percent-encoded. */
  ConnectorTarget parse(String authority, String path) throws UriPartException {
    return switch (this) {
      case HOST, HOST4, HOST6 -> parseHost(authority, path);
      case OPAQUE ->
          new Opaque(
              PercentCoding.decode("authority", authority), PercentCoding.decode("path", path));
      case LOCAL, FILE, PIPE, NOTHING, DESCRIPTOR, DEVICE -> {
        if (!authority.isEmpty()) {
          throw new UriPartException(
              "authority",
              authority,
              this == NOTHING
                  ? "nothing may follow ://"
                  : "paths are absolute: write /// before a path, a relative path cannot be given");
        }
        yield parsePath(path);
      }
    };
  }

  private Host parseHost(String authority, String path) throws UriPartException {
    if (!path.isEmpty()) {
      throw new UriPartException("path", path, "nothing may follow host and port, not even '/'");
    }
    Host host = HostSyntax.parse(authority);
    if (this == HOST4 && host.host().indexOf(':') >= 0) {
      throw new UriPartException("host", host.host(), "an IPv6 address where IPv4 is asked for");
    }
    if (this == HOST6 && IpLiteral.isVersion4(host.host())) {
      throw new UriPartException("host", host.host(), "an IPv4 address where IPv6 is asked for");
    }
    return host;
  }

  private ConnectorTarget parsePath(String encoded) throws UriPartException {
    if (this == LOCAL && encoded.startsWith(ABSTRACT_MARK)) {
      return parseAbstract(encoded);
    }
    String path = PercentCoding.decode("path", encoded);
    if (path.indexOf('\0') >= 0) {
      throw new UriPartException("path", encoded, "has a zero byte");
    }
    boolean isEmpty = path.isEmpty();
    boolean isRoot = path.equals("/");
    if ((isEmpty && (this == LOCAL || this == NOTHING))
        || ((isEmpty || isRoot) && this == DEVICE)) {
      return new Empty();
    }
    if (this == NOTHING) {
      throw new UriPartException("path", encoded, "nothing may follow ://");
    }
    if (isEmpty || isRoot) {
      throw new UriPartException("path", encoded, "names nothing that could be opened");
    }
    return new Path(ensureName(encoded, path));
  }

  private Abstract parseAbstract(String encoded) throws UriPartException {
    byte[] bytes = PercentCoding.decodeBytes("path", encoded);
    byte[] name = Arrays.copyOfRange(bytes, 2, bytes.length);
    if (name.length > LONGEST_ABSTRACT) {
      throw new UriPartException(
          "path",
          encoded,
          "an abstract name has at most " + LONGEST_ABSTRACT + " bytes, not " + name.length);
    }
    return new Abstract(name);
  }

  private String ensureName(String encoded, String path) throws UriPartException {
    String name = path.substring(1);
    boolean isRight =
        switch (this) {
          case DESCRIPTOR -> isDescriptor(AsciiText.toLowerCase(name)) || isInheritedListener(name);
          case DEVICE -> isDevice(name);
          case PIPE -> name.indexOf('/') < 0 && name.indexOf('\\') < 0;
          case HOST, HOST4, HOST6, LOCAL, FILE, NOTHING, OPAQUE -> true;
        };
    if (!isRight) {
      throw new UriPartException("path", encoded, expectedName());
    }
    return this == DESCRIPTOR && !isInheritedListener(name) ? AsciiText.toLowerCase(path) : path;
  }

  private String expectedName() {
    return switch (this) {
      case DESCRIPTOR ->
          "must be /stdin, /stdout, /stderr, / and a descriptor's number, or /listen/ and a name";
      case DEVICE -> "must be / and the name of a device, 1 to " + LONGEST_DEVICE + " bytes";
      case PIPE -> "must be / and one name without further slashes";
      case HOST, HOST4, HOST6, LOCAL, FILE, NOTHING, OPAQUE -> "is not right";
    };
  }

  private static boolean isDescriptor(String name) {
    boolean hasLeadingZero = name.length() > 1 && name.startsWith("0");
    boolean isNumber = AsciiText.isDigits(name) && name.length() <= 10 && !hasLeadingZero;
    return (isNumber && Long.parseLong(name) <= Integer.MAX_VALUE)
        || name.equals("stdin")
        || name.equals("stdout")
        || name.equals("stderr");
  }

  /** Names of inherited descriptors are those of sd_listen_fds(3): case counts, no colon. */
  private static boolean isInheritedListener(String name) {
    String listener = name.startsWith(LISTEN) ? name.substring(LISTEN.length()) : "";
    return !listener.isEmpty()
        && listener.length() <= LONGEST_LISTENER
        && listener.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != ':' && c != '/');
  }

  private static boolean isDevice(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_DEVICE
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '/' || c == ':');
  }

  /** Writes a target, percent-encoded, as it stands between {@code ://} and the query. */
  static String write(ConnectorTarget target) throws UriPartException {
    return switch (target) {
      case Host host -> HostSyntax.write(host);
      case Path path -> writePath(path.path());
      case Abstract named -> ABSTRACT_MARK + PercentCoding.encodeBytes(named.name(), "");
      case Empty _ -> "";
      case Opaque opaque ->
          PercentCoding.encode("authority", opaque.authority(), ":[],")
              + (opaque.path().isEmpty() ? "" : writePath(opaque.path()));
    };
  }

  private static String writePath(String path) throws UriPartException {
    if (!path.startsWith("/")) {
      throw new UriPartException("path", path, "must begin with /");
    }
    return PercentCoding.encode("path", path, "/");
  }
}
