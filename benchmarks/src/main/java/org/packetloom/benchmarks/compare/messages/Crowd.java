// SPDX-License-Identifier: Apache-2.0
package org.packetloom.benchmarks.compare.messages;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.packetloom.MessageTooLargeException;
import org.packetloom.message.ClientSecurity;
import org.packetloom.message.Delivery;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageEndpoint;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.MessageServerEndpoint;
import org.packetloom.message.ReceivedMessage;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerSecurity;

/** One server and many clients of it in one thread, with nothing between them. */
final class Crowd {
  private static final int CHANNEL = 0;
  private static final int TICKS_PER_SECOND = 60;
  private static final int TICKS_PER_MESSAGE = 6;
  private static final long TICK = 1_000_000_000 / TICKS_PER_SECOND;
  private static final int MOST_HANDSHAKE_TICKS = 600;
  private static final int JOINING = 250; // new clients in a tick

  private final MessageClientConfig clientConfig;
  private final MessageServerEndpoint server;
  private final List<MessageClientEndpoint> clients = new ArrayList<>();
  private final int count;
  private final SocketAddress[] addresses;
  private final Map<SocketAddress, Integer> numbers = new HashMap<>();
  private final ByteBuffer payload;
  private final Slab toServer = new Slab();
  private final Slab toClients = new Slab();
  private final Consumer<ReceivedMessage> taking = _ -> this.taken++;
  private final Consumer<ServedPeer> serving = this::serve;
  private final MessageServerEndpoint.Sink sink = this::route;
  private long now = Session.START;
  private long sent;
  private long taken;
  private long serverNanos;
  private long serverBytes;

  Crowd(int count, boolean isEncrypted, int bytes) {
    this.count = count;
    MessageConfig messages =
        MessageConfig.builder().channel(CHANNEL, Delivery.RELIABLE_ORDERED).build();
    clientConfig =
        MessageClientConfig.of(messages)
            .security(isEncrypted ? ClientSecurity.ENCRYPTED : ClientSecurity.PLAIN);
    server =
        MessageServerEndpoint.of(
            MessageServerConfig.of(messages)
                .maxConnections(count)
                .handshakesPerSecond(0)
                .security(isEncrypted ? ServerSecurity.ENCRYPTED : ServerSecurity.PLAIN),
            now);
    payload = ByteBuffer.allocate(bytes);
    addresses = new SocketAddress[count];
    for (int i = 0; i < count; i++) {
      addresses[i] = address(i);
      numbers.put(addresses[i], i);
    }
  }

  static SocketAddress address(int number) {
    byte[] host = {127, 1, (byte) (number >> 8), (byte) number};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(host), 1024);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }

  /** Brings all of them in. */
  void connect() {
    for (int i = 0; i < MOST_HANDSHAKE_TICKS && server.connectionCount() < count; i++) {
      for (int j = 0; j < JOINING && clients.size() < count; j++) {
        clients.add(MessageClientEndpoint.of(clientConfig, now));
      }
      tick(-1);
    }
    settle();
    while (server.pollEvent().isPresent()) {
      // how many are connected is enough
    }
    if (server.connectionCount() < count) {
      throw new IllegalStateException("only %d connected".formatted(server.connectionCount()));
    }
  }

  /** Lets all of them send and receive. */
  void talk(int seconds) {
    for (int i = 0; i < seconds * TICKS_PER_SECOND; i++) {
      tick(i % TICKS_PER_MESSAGE);
    }
    settle();
  }

  /** What is under way arrives. */
  private void settle() {
    for (int i = 0; i < TICKS_PER_SECOND; i++) {
      tick(-1);
    }
  }

  /** Those send whose turn it is: nobody if it is negative. */
  private void tick(int turn) {
    now += TICK;
    for (int i = 0; i < clients.size(); i++) {
      MessageClientEndpoint client = clients.get(i);
      if (turn == i % TICKS_PER_MESSAGE) {
        send(client.endpoint().orElseThrow());
      }
      int number = i;
      client.advance(now);
      client.transmitAll(now, datagram -> toServer.add(datagram, number));
    }
    long cpu = Cost.cpuNanos();
    long bytes = Cost.allocatedBytes();
    serve(turn);
    serverNanos += Cost.cpuNanos() - cpu;
    serverBytes += Cost.allocatedBytes() - bytes;
    toClients.drain((datagram, number) -> clients.get(number).receive(datagram, now));
    clients.forEach(client -> client.endpoint().ifPresent(this::take));
  }

  /** All that the server does in a tick. */
  private void serve(int turn) {
    toServer.drain((datagram, number) -> server.receive(datagram, addresses[number], now));
    server.advance(now);
    server.drainActive(serving);
    int number = 0;
    for (ServedPeer peer : turn < 0 ? List.<ServedPeer>of() : server.connections()) {
      if (number++ % TICKS_PER_MESSAGE == turn) {
        send(peer.endpoint());
      }
    }
    server.transmitAll(now, sink);
  }

  private void serve(ServedPeer peer) {
    take(peer.endpoint());
  }

  private void take(MessageEndpoint endpoint) {
    endpoint.drain(CHANNEL, taking);
    endpoint.drainAcked(CHANNEL, _ -> {});
  }

  private void route(ByteBuffer datagram, SocketAddress to) {
    toClients.add(datagram, numbers.get(to));
  }

  private void send(MessageEndpoint endpoint) {
    try {
      endpoint.trySend(CHANNEL, payload.clear());
      sent++;
    } catch (MessageTooLargeException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts from here on. */
  void reset() {
    sent = 0;
    taken = 0;
    serverNanos = 0;
    serverBytes = 0;
  }

  /** In both directions: each is one that the server sent or took. */
  long messages() {
    return taken;
  }

  /** What was sent and did not arrive. */
  long missing() {
    return sent - taken;
  }

  /** Processor time of the server. */
  long serverNanos() {
    return serverNanos;
  }

  /** What the server has allocated. */
  long serverBytes() {
    return serverBytes;
  }
}
