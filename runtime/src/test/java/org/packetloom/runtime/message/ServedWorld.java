// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.packetloom.message.LinkConditions;
import org.packetloom.message.LinkSimulator;
import org.packetloom.message.MessageClientConfig;
import org.packetloom.message.MessageClientEndpoint;
import org.packetloom.message.MessageConfig;
import org.packetloom.message.MessageServerConfig;
import org.packetloom.message.ServedPeer;
import org.packetloom.message.ServerEvent;

/** A server and its clients, each joined by two simulated links, in virtual time. */
final class ServedWorld {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000_000_000;

  /** A datagram that somebody sent. */
  record Sent(byte[] bytes, SocketAddress address) {}

  final ServerEndpoint server;
  final SplittableRandom random;
  final List<ServerEvent> events = new ArrayList<>();

  /** Everything that was sent to the server, and by it, lost or not. */
  final List<Sent> toServer = new ArrayList<>();

  final List<Sent> toClients = new ArrayList<>();
  boolean isRecording = true;

  long now;

  /** Datagrams to addresses at which nobody is. */
  int stray;

  private final LinkConditions link;
  private final long firstNumber;
  private final Map<SocketAddress, Party> parties = new HashMap<>();
  private final ByteBuffer datagram = ByteBuffer.allocate(65536);

  ServedWorld(MessageServerConfig config, LinkConditions link, long seed) {
    this(config, link, seed, 0, 0);
  }

  ServedWorld(
      MessageServerConfig config, LinkConditions link, long seed, long start, long firstNumber) {
    this.link = link;
    this.firstNumber = firstNumber;
    now = start;
    random = new SplittableRandom(seed);
    server = new ServerEndpoint(config, random.split(), start, firstNumber);
  }

  /** A world of the usual settings. */
  static ServedWorld perfect() {
    return new ServedWorld(
        MessageServerConfig.of(MessageConfig.DEFAULT), LinkConditions.PERFECT, 1);
  }

  /** A client with its links. */
  final class Party {
    final MessageClientEndpoint client;
    final LinkSimulator up;
    final LinkSimulator down;
    SocketAddress address;

    Party(MessageClientEndpoint client, SocketAddress address) {
      this.client = client;
      this.address = address;
      up = LinkSimulator.of(link, random.nextLong());
      down = LinkSimulator.of(link, random.nextLong());
    }

    void moveTo(SocketAddress other) {
      parties.remove(address);
      address = other;
      parties.put(other, this);
    }

    private void step() {
      datagram.clear();
      while (down.deliver(datagram, now)) {
        client.receive(datagram.flip(), now);
        datagram.clear();
      }
      client.advance(now);
      while (client.transmit(datagram, now)) {
        datagram.flip();
        note(toServer, datagram, address);
        up.send(datagram, now);
        datagram.clear();
      }
      while (up.deliver(datagram, now)) {
        server.receive(datagram.flip(), address, now);
        datagram.clear();
      }
    }
  }

  static InetSocketAddress address(int host, int port) {
    var bytes = new byte[] {10, (byte) (host >> 16), (byte) (host >> 8), (byte) host};
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  Party join(MessageClientConfig config) {
    return join(config, address(parties.size() + 1, 4000));
  }

  Party join(MessageClientConfig config, SocketAddress address) {
    var client = new ClientEndpoint(config, random.split(), now, firstNumber);
    var party = new Party(client, address);
    parties.put(address, party);
    return party;
  }

  /** A client of the usual settings. */
  Party join() {
    return join(MessageClientConfig.of(server.config().messages()));
  }

  private void note(List<Sent> list, ByteBuffer datagram, SocketAddress address) {
    if (isRecording) {
      list.add(new Sent(bytes(datagram), address));
    }
  }

  static byte[] bytes(ByteBuffer datagram) {
    var bytes = new byte[datagram.remaining()];
    datagram.get(datagram.position(), bytes);
    return bytes;
  }

  /** All that everybody has to send now, and all that has arrived by now. */
  void step() {
    for (Party each : List.copyOf(parties.values())) {
      each.step();
    }
    server.advance(now);
    server.transmitAll(now, this::send);
    for (var event = server.pollEvent(); event.isPresent(); event = server.pollEvent()) {
      events.add(event.get());
    }
  }

  private void send(ByteBuffer datagram, SocketAddress to) {
    note(toClients, datagram, to);
    Party party = parties.get(to);
    if (party == null) {
      stray++;
    } else {
      party.down.send(datagram, now);
    }
  }

  /** Goes on from event to event until something holds, or a time has passed. */
  boolean run(long most, BooleanSupplier isDone) {
    long end = now + most;
    step();
    while (!isDone.getAsBoolean()) {
      long next = nextEvent();
      if (next > end) {
        now = end;
        step();
        return isDone.getAsBoolean();
      }
      now = Math.max(next, now + 1000);
      step();
    }
    return true;
  }

  void run(long duration) {
    run(duration, () -> false);
  }

  private long nextEvent() {
    long next = server.nextDeadline();
    for (Party each : parties.values()) {
      next = Math.min(next, Math.min(each.up.nextDelivery(), each.down.nextDelivery()));
      next = Math.min(next, each.client.nextDeadline());
    }
    return next;
  }

  /** Runs until a client is connected on both sides. */
  ServedPeer connect(Party party) {
    boolean isConnected = run(20 * SECOND, () -> server.connection(id(party)).isPresent());
    if (!isConnected) {
      throw new AssertionError("not connected: " + party.client + " " + server.stats());
    }
    return server.connection(id(party)).orElseThrow();
  }

  static long id(Party party) {
    return party.client.connectionId();
  }

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
