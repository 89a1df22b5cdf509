// SPDX-License-Identifier: Apache-2.0
package org.packetloom.message;

import java.io.IOException;

/**
 * A message will not be sent again and was not acknowledged: its datagram was lost on a channel
 * that promises nothing, a newer message took its place, or it expired; incubating.
 */
public final class MessageLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Id of the channel. */
  private final int channel;

  /** The message's id. */
  private final long id;

  /**
   * Makes the exception.
   *
   * @param channel the channel's id
   * @param id the message's id
   */
  public MessageLostException(int channel, long id) {
    super("message %d of channel %d is lost".formatted(id, channel));
    this.channel = channel;
    this.id = id;
  }

  /**
   * The channel it was sent by.
   *
   * @return its id
   */
  public int channel() {
    return channel;
  }

  /**
   * The message.
   *
   * @return its id
   */
  public long id() {
    return id;
  }
}
