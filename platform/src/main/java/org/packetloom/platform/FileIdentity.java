// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * What a file is, and which one.
 *
 * @param kind what it is
 * @param device the file system that holds it
 * @param number its number there; with {@code device} it tells the file from all others
 */
public record FileIdentity(Kind kind, long device, long number) {
  /** What a file is. */
  public enum Kind {
    /** A pipe, with or without a name. */
    FIFO,
    /** A socket. */
    SOCKET,
    /** A regular file. */
    REGULAR,
    /** A terminal that can be opened once more; not the master of a pseudo-terminal. */
    TERMINAL,
    /** Anything else. */
    OTHER
  }

  /** Receives an identity from a call; belongs to one thread at a time. */
  public static final class Box {
    private FileIdentity identity = new FileIdentity(Kind.OTHER, 0, 0);

    /** Makes an empty box. */
    public Box() {}

    /**
     * The identity that the last call put here.
     *
     * @return that of nothing before any
     */
    public FileIdentity identity() {
      return identity;
    }

    /**
     * Puts an identity here; for platforms.
     *
     * @param changed the identity
     */
    public void put(FileIdentity changed) {
      identity = changed;
    }
  }
}
