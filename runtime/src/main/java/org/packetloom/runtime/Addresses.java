// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Optional;
import org.packetloom.AbstractSocketAddress;
import org.packetloom.ConnectorTarget;
import org.packetloom.ConnectorUri;
import org.packetloom.FailureDetail;
import org.packetloom.platform.NativeAddress;

/** Turns addresses of the system into those of the JDK and into URIs, and back. */
final class Addresses {
  /** How the JDK turns paths into bytes. */
  private static final Charset PATHS =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

  private Addresses() {}

  static NativeAddress toNative(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress internet -> new NativeAddress.Internet(internet);
      case UnixDomainSocketAddress local -> new NativeAddress.Local(path(local).getBytes(PATHS));
      case AbstractSocketAddress named -> abstractName(named.name());
      case UnspeakableAddress raw -> new NativeAddress.Local(raw.path());
      default -> throw new IllegalArgumentException("kind of address: " + address);
    };
  }

  /** The same, where the path is all that is known. */
  static byte[] pathBytes(String path) throws IOException {
    return pathBytes(path, path);
  }

  /** A path as the system has it, if its encoding can express it. */
  static byte[] pathBytes(String path, String endpoints) throws IOException {
    try {
      ByteBuffer bytes = PATHS.newEncoder().encode(CharBuffer.wrap(path));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException _) {
      throw Failures.notExpressible(endpoints, PATHS);
    }
  }

  /** The path of an address, with slashes; a relative one as it is. */
  static String path(UnixDomainSocketAddress address) {
    return address.getPath().isAbsolute()
        ? ConnectorTarget.Path.of(address.getPath()).path()
        : address.getPath().toString();
  }

  /** The address of a file, if the system's encoding can express its path. */
  static SocketAddress file(ConnectorTarget.Path path, String endpoints) throws IOException {
    try {
      return UnixDomainSocketAddress.of(path.file());
    } catch (InvalidPathException _) {
      throw Failures.notExpressible(endpoints, PATHS);
    }
  }

  static NativeAddress abstractName(byte[] name) {
    byte[] raw = new byte[name.length + 1];
    System.arraycopy(name, 0, raw, 1, name.length);
    return new NativeAddress.Local(raw);
  }

  static Optional<SocketAddress> toPublic(NativeAddress address) {
    return switch (address) {
      case NativeAddress.Internet(InetSocketAddress internet) -> Optional.of(internet);
      case NativeAddress.Local(byte[] name) -> Optional.of(toPublic(name));
      case NativeAddress.None() -> Optional.empty();
    };
  }

  private static SocketAddress toPublic(byte[] name) {
    if (name.length > 1 && name[0] == 0) {
      return AbstractSocketAddress.of(Arrays.copyOfRange(name, 1, name.length));
    }
    if (name.length == 0 || name[0] == 0) {
      return UnixDomainSocketAddress.of("");
    }
    try {
      return UnixDomainSocketAddress.of(
          PATHS.newDecoder().decode(ByteBuffer.wrap(name)).toString());
    } catch (CharacterCodingException | InvalidPathException _) {
      return new UnspeakableAddress(name); // a path of bytes that the JDK has no text for
    }
  }

  /** The URI of an internet address under the name of its family: tcp4 or tcp6, udp4 or udp6. */
  static ConnectorUri uri(ConnectorUri origin, InetSocketAddress address) {
    String base = base(origin.scheme());
    String named = base + (address.getAddress() instanceof Inet6Address ? '6' : '4');
    if (origin.scheme().equals(named)) {
      return origin.withTarget(host(address));
    }
    // the target first, under a name that allows both families
    ConnectorUri either = origin.scheme().equals(base) ? origin : origin.withScheme(base);
    return either.withTarget(host(address)).withScheme(named);
  }

  /** The name of a scheme without its family: tcp or udp. */
  static String base(String scheme) {
    return scheme.endsWith("4") || scheme.endsWith("6")
        ? scheme.substring(0, scheme.length() - 1)
        : scheme;
  }

  /** An address as it stands in a URI; a zone by the name of its interface. */
  static ConnectorTarget.Host host(InetSocketAddress address) {
    String literal = address.getAddress().getHostAddress();
    String zone = "";
    int percent = literal.indexOf('%');
    if (percent >= 0) {
      literal = literal.substring(0, percent);
      zone = Zones.name((Inet6Address) address.getAddress());
    }
    return new ConnectorTarget.Host(literal, zone, Integer.toString(address.getPort()));
  }

  /** Words an address for messages: short, as people write it, and on one line. */
  static String text(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress internet -> {
        String prefix = "tcp://";
        yield ConnectorUri.of("tcp", host(internet)).toString().substring(prefix.length());
      }
      case UnixDomainSocketAddress local -> FailureDetail.printable(local.getPath().toString());
      default -> address.toString();
    };
  }
}
