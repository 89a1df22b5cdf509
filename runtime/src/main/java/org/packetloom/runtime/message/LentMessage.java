// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.packetloom.message.ReceivedMessage;

/**
 * A message in the hands of an application, whose threads close it at any time: the endpoint, which
 * has no lock of its own, gets it back when it is used next.
 *
 * <p>One object for each message, not used again: so closing twice cannot take another's bytes.
 */
final class LentMessage implements ReceivedMessage {
  private final ReceivedMessage message;
  private final Returned returned;
  private final int size;
  private final int channel;
  private final long id;

  private boolean isOpen = true;

  /** The next of those that were given back; written before it is published. */
  private LentMessage next;

  /** Messages that were given back; any thread adds, the holder of the endpoint's lock takes. */
  static final class Returned {
    private final AtomicReference<LentMessage> newest = new AtomicReference<>();

    private void add(LentMessage message) {
      LentMessage seen;
      do {
        seen = newest.get();
        message.next = seen;
      } while (!newest.compareAndSet(seen, message));
    }

    /** Hands all to the endpoint. */
    void settle() {
      if (newest.get() == null) {
        return;
      }
      for (LentMessage each = newest.getAndSet(null); each != null; each = each.next) {
        each.message.close();
      }
    }
  }

  LentMessage(ReceivedMessage message, Returned returned) {
    this.message = message;
    this.returned = returned;
    this.size = message.size();
    this.channel = message.channel();
    this.id = message.id();
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int channel() {
    return channel;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public ByteBuffer payload() {
    if (!isOpen) {
      throw new IllegalStateException("message " + id + " of channel " + channel + " is closed");
    }
    return message.payload();
  }

  @Override
  public void close() {
    if (isOpen) {
      isOpen = false;
      returned.add(this);
    }
  }

  @Override
  public String toString() {
    return "message %d of channel %d, %d bytes".formatted(id, channel, size);
  }
}
