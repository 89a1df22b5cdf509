// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import io.jpower.kcp.netty.Kcp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.packetloom.message.LinkConditions;

/**
 * KCP as kcp-netty has it in Java, in its quick mode: {@code nodelay(1, 10, 2, 1)}. It has one
 * stream of messages, in which all channels are, each marked by one more byte.
 */
final class KcpPeer implements MessagePeer {
  private static final int CONVERSATION = 1;
  private static final Consumer<ByteBuffer> NOBODY = _ -> {};
  private static final int SMALL_WINDOW = 64;
  private static final int FEW = 64; // in the queue before those in the window
  private static final int INTERVAL_MILLIS = 10;
  private static final int SKIPPED_BEFORE_RESEND = 2;
  private static final int NEVER_DEAD = Integer.MAX_VALUE;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final long INTERVAL_NANOS = (long) INTERVAL_MILLIS * NANOS_PER_MILLI;

  /**
   * A form of it.
   *
   * @param name as in {@code --peers}
   * @param window segments in flight at the most
   * @param isFlushed whether it writes in each turn, instead of each 10 ms
   */
  record Kind(String name, int window, boolean isFlushed) implements PeerKind {
    static final List<PeerKind> ALL =
        List.of(
            new Kind("kcp", 1024, false),
            new Kind("kcp/flush", 1024, true),
            new Kind("kcp/window64", SMALL_WINDOW, false));

    @Override
    public boolean canDo(Setting setting) {
      return switch (setting.scenario()) {
        case "bulk", "bulk-fast", "beside" -> !isFlushed;
        case "loss", "backlog", "connections", "sockets", "stranger" ->
            false; // there is no such thing, or no more than a window
        default -> window > SMALL_WINDOW && !setting.variant().contains("unreliable");
      };
    }

    @Override
    public Pair open(Need need, LinkConditions link) {
      return new Pair(new KcpPeer(this), new KcpPeer(this));
    }
  }

  private final Kind kind;
  private final Kcp kcp;
  private final List<ByteBuf> received = new ArrayList<>();
  private Consumer<ByteBuffer> out = NOBODY; // while it flushes
  private long due = Session.START; // when it writes next

  private KcpPeer(Kind kind) {
    this.kind = kind;
    kcp = new Kcp(CONVERSATION, (datagram, _) -> write(datagram));
    kcp.setByteBufAllocator(PooledByteBufAllocator.DEFAULT);
    kcp.nodelay(true, INTERVAL_MILLIS, SKIPPED_BEFORE_RESEND, true);
    kcp.wndsize(kind.window, kind.window);
    kcp.setDeadLink(NEVER_DEAD);
  }

  private void write(ByteBuf datagram) {
    try {
      out.accept(datagram.nioBuffer());
    } finally {
      datagram.release();
    }
  }

  @Override
  public boolean send(int channel, ByteBuffer payload, long now) {
    if (channel == BULK && kcp.waitSnd() >= kind.window + FEW) {
      return false;
    }
    ByteBuf message = PooledByteBufAllocator.DEFAULT.buffer(payload.remaining() + 1);
    message.writeBytes(payload).writeByte(channel);
    try {
      return kcp.send(message) >= 0;
    } finally {
      message.release();
    }
  }

  @Override
  public void receive(ByteBuffer datagram, long now) {
    ByteBuf bytes = PooledByteBufAllocator.DEFAULT.buffer(datagram.remaining());
    try {
      kcp.input(bytes.writeBytes(datagram));
    } finally {
      bytes.release();
    }
  }

  @Override
  public void drain(Arrivals to, long now) {
    while (kcp.canRecv()) {
      kcp.recv(received);
      for (ByteBuf message : received) {
        int length = message.readableBytes() - 1;
        int channel = message.getByte(message.readerIndex() + length);
        to.delivered(channel, message.nioBuffer(message.readerIndex(), length));
        message.release();
      }
      received.clear();
    }
  }

  @Override
  public void flush(Consumer<ByteBuffer> to, long now) {
    if (kind.isFlushed || now >= due) { // an update writes whenever it is called
      out = to;
      kcp.update(millis(now));
      out = NOBODY;
      due = Math.max(due + INTERVAL_NANOS, now + 1);
    }
  }

  @Override
  public long nextDeadline(long now) {
    return due;
  }

  private static int millis(long now) {
    return (int) (now / NANOS_PER_MILLI);
  }

  @Override
  public void close() {
    kcp.release();
  }
}
