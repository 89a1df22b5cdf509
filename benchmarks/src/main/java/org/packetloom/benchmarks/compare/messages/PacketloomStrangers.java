// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.nio.ByteBuffer;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;

/** Those who ask our server. */
final class PacketloomStrangers implements Strangers {
  private static final long TICK = 1_000_000_000 / 60;

  private final MessageServerEndpoint server;
  private final ByteBuffer request = ByteBuffer.allocate(MessageConfig.DEFAULT.maxDatagramSize());
  private long now = Session.START;
  private long answered;

  PacketloomStrangers() {
    MessageServerConfig config = MessageServerConfig.of(MessageConfig.DEFAULT);
    server = MessageServerEndpoint.of(config.handshakesPerSecond(0), now);
    MessageClientEndpoint.of(MessageConfig.DEFAULT, now).transmit(request, now);
    request.flip();
  }

  @Override
  public long ask(int number) {
    server.receive(request.duplicate(), Crowd.address(number), now);
    flush();
    return (long) request.remaining() + OVERHEAD;
  }

  private void flush() {
    server.advance(now);
    server.transmitAll(now, (datagram, _) -> answered += datagram.remaining() + OVERHEAD);
  }

  @Override
  public long answered(int seconds) {
    for (int tick = 0; tick < seconds * 60; tick++) {
      now += TICK;
      flush();
    }
    return answered;
  }

  @Override
  public boolean areMany() {
    return true;
  }

  @Override
  public void close() {}
}
