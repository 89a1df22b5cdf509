// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.Optional;

/**
 * What came with a message over a Unix-domain socket, besides its bytes. Belongs to one thread at a
 * time; whoever takes it closes the descriptors.
 */
public final class Attachments {
  /** The most descriptors that a message carries: {@code SCM_MAX_FD}. */
  public static final int MOST = 253;

  private final int room;
  private NativeAddress sender = NativeAddress.None.NONE;
  private int[] descriptors = {};
  private boolean isCut;
  private Optional<Sender> process = Optional.empty();

  /**
   * Makes room.
   *
   * @param room descriptors that may be received, 0 to {@link #MOST}
   */
  public Attachments(int room) {
    if (room < 0 || room > MOST) {
      throw new IllegalArgumentException("descriptors: " + room);
    }
    this.room = room;
  }

  /**
   * The process that sent a message, as the system vouches for it.
   *
   * @param process its number, 0 if it has none here
   * @param user its user's number, unsigned
   * @param group its group's number, unsigned
   */
  public record Sender(int process, int user, int group) {}

  /**
   * For how many descriptors there is room.
   *
   * @return as made
   */
  public int room() {
    return room;
  }

  /**
   * Where the message came from.
   *
   * @return none for a stream
   */
  public NativeAddress sender() {
    return sender;
  }

  /**
   * The descriptors that came along.
   *
   * @return close-on-exec, not more than there is room for
   */
  public int[] descriptors() {
    return descriptors.clone();
  }

  /**
   * Whether there were more descriptors than could be had, which the system closed.
   *
   * @return true if some are lost
   */
  public boolean isCut() {
    return isCut;
  }

  /**
   * Who sent it.
   *
   * @return empty if the socket was not asked to tell
   */
  public Optional<Sender> process() {
    return process;
  }

  /**
   * Puts in what came; for platforms.
   *
   * @param sender where it came from
   * @param descriptors what came along
   * @param isCut whether some are lost
   * @param process who sent it
   */
  public void put(
      NativeAddress sender, int[] descriptors, boolean isCut, Optional<Sender> process) {
    this.sender = sender;
    this.descriptors = descriptors.clone();
    this.isCut = isCut;
    this.process = process;
  }
}
