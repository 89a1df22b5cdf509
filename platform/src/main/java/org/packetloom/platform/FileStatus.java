// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

/**
 * What the system knows of a file.
 *
 * @param kind what it is
 * @param permissions the lower twelve bits of its mode
 * @param user number of the owner, unsigned
 * @param group number of the group, unsigned
 * @param device where it is
 * @param file its number there; the same as long as something holds it
 */
public record FileStatus(Kind kind, int permissions, int user, int group, long device, long file) {
  /** Kinds of files, as far as connectors care. */
  public enum Kind {
    /** A Unix-domain socket. */
    SOCKET,
    /** A pipe with a name. */
    FIFO,
    /** A file of bytes. */
    REGULAR,
    /** A folder. */
    FOLDER,
    /** A device of characters, such as a terminal. */
    DEVICE,
    /** Anything else: a link, a block device. */
    OTHER
  }

  /** The bit of a folder in which only owners remove files. */
  private static final int STICKY = 01000;

  private static final int WRITABLE_BY_OTHERS = 0002;

  /**
   * Whether both are of the same file.
   *
   * @param other another status
   * @return true if device and number are equal
   */
  public boolean isSameFile(FileStatus other) {
    return device == other.device && file == other.file;
  }

  /**
   * Whether everyone may put other files in place of those in this folder.
   *
   * @return true if others may write to it and it has no sticky bit
   */
  public boolean isOpenToAll() {
    return (permissions & WRITABLE_BY_OTHERS) != 0 && (permissions & STICKY) == 0;
  }

  /** Receives a status from a call; belongs to one thread at a time. */
  public static final class Box {
    private FileStatus status = new FileStatus(Kind.OTHER, 0, 0, 0, 0, 0);

    /** Makes an empty box. */
    public Box() {}

    /**
     * What the last call put here.
     *
     * @return a status of nothing before any
     */
    public FileStatus status() {
      return status;
    }

    /**
     * Puts a status here; for platforms.
     *
     * @param status the status
     */
    public void put(FileStatus status) {
      this.status = status;
    }
  }
}
