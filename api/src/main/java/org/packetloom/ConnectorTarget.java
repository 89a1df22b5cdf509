// SPDX-License-Identifier: Apache-2.0
package org.packetloom;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.OptionalInt;

/** What a connector URI points at, without its scheme and parameters. */
public sealed interface ConnectorTarget {
  /**
   * A host and a port, for {@code tcp} and {@code udp}.
   *
   * @param host a name or a literal address without brackets; empty for all interfaces
   * @param zone the zone of a scoped IPv6 address, such as {@code eth0}; empty for none
   * @param service a decimal port from 0 to 65535 or the name of a service; empty for port 0
   */
  record Host(String host, String zone, String service) implements ConnectorTarget {
    /** Checks that nothing is missing. */
    public Host {
      Objects.requireNonNull(host, "host");
      Objects.requireNonNull(zone, "zone");
      Objects.requireNonNull(service, "service");
    }

    /**
     * The port, if it was given as a number or not at all.
     *
     * @return 0 to 65535; empty if a service name stands in its place
     */
    public OptionalInt port() {
      if (service.isEmpty()) {
        return OptionalInt.of(0);
      }
      boolean isNumber = service.chars().allMatch(c -> c >= '0' && c <= '9');
      return isNumber ? OptionalInt.of(Integer.parseInt(service)) : OptionalInt.empty();
    }
  }

  /**
   * A path in the file system, for {@code local} and {@code fifo}, or any path of a user's scheme.
   *
   * <p>It is written with slashes on every system. A drive of Windows stands behind the first one,
   * as in {@code /C:/Temp/x}; elsewhere that is a path as any other.
   *
   * @param path begins with {@code /}, decoded
   */
  record Path(String path) implements ConnectorTarget {
    /** Checks that it is there. */
    public Path {
      Objects.requireNonNull(path, "path");
    }

    /**
     * The target for a file of this system.
     *
     * @param file made absolute if it is not
     * @return its path, with slashes
     */
    public static Path of(java.nio.file.Path file) {
      String separator = file.getFileSystem().getSeparator();
      return new Path(FilePaths.toUri(file.toAbsolutePath().toString(), separator));
    }

    /**
     * The file that the path is of on this system.
     *
     * @return a path of the default file system
     * @throws java.nio.file.InvalidPathException if this system cannot have such a path
     */
    public java.nio.file.Path file() {
      FileSystem files = FileSystems.getDefault();
      return files.getPath(FilePaths.toFile(path, files.getSeparator()));
    }
  }

  /**
   * A name in the abstract namespace of Unix-domain sockets.
   *
   * @param name the name without the leading zero byte, at most 107 bytes; empty to have the system
   *     choose one when binding
   */
  @SuppressWarnings("ArrayRecordComponent") // it is copied and compared by content
  record Abstract(byte[] name) implements ConnectorTarget {
    /** Copies the name. */
    public Abstract {
      name = name.clone();
    }

    /**
     * The name without the leading zero byte.
     *
     * @return a copy
     */
    @Override
    public byte[] name() {
      return name.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Abstract that && Arrays.equals(name, that.name);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(name);
    }

    @Override
    public String toString() {
      return "Abstract[" + HexFormat.of().formatHex(name) + "]";
    }
  }

  /** Nothing, for {@code anon} and unnamed {@code local}. */
  record Empty() implements ConnectorTarget {}

  /**
   * Authority and path of a scheme that is not built in, decoded but not interpreted.
   *
   * @param authority what stands before the path, may be empty
   * @param path what begins with the first {@code /} after it, may be empty
   */
  record Opaque(String authority, String path) implements ConnectorTarget {
    /** Checks that nothing is missing. */
    public Opaque {
      Objects.requireNonNull(authority, "authority");
      Objects.requireNonNull(path, "path");
    }
  }
}
