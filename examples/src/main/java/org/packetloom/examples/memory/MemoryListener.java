// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.memory;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.packetloom.ConnectorUri;
import org.packetloom.StreamConnector;
import org.packetloom.spi.AbstractListener;
import org.packetloom.spi.AbstractStream;
import org.packetloom.spi.ParkPoint;
import org.packetloom.spi.SchemeContext;

/** Holds the clients that have connected until they are accepted. */
abstract class MemoryListener extends AbstractListener {
  private final SchemeContext context;
  private final MemoryAddress address;
  private final int capacityBytes;
  private final int backlog;
  private final ReentrantLock waitingLock = new ReentrantLock();
  private final Queue<Client> waiting = new ArrayDeque<>(); // guarded by waitingLock
  private boolean isGone; // guarded by waitingLock

  /** Where clients wait for room. */
  private final Set<ParkPoint> entrances = ConcurrentHashMap.newKeySet();

  /** The pipes of a client, named from this side, and its name. */
  private record Client(MemoryPipe in, MemoryPipe out, MemoryAddress address) {}

  MemoryListener(
      ConnectorUri uri,
      SchemeContext context,
      MemoryAddress address,
      int capacityBytes,
      int backlog) {
    super(uri, context);
    this.context = context;
    this.address = address;
    this.capacityBytes = capacityBytes;
    this.backlog = backlog;
  }

  /** Gives the name up. */
  abstract void left();

  SocketAddress address() {
    return address;
  }

  /**
   * Lets a client in, as soon as there is room.
   *
   * @param endpoints words the client in messages
   * @param back what the client reads from
   * @return what it writes to; empty if this listener is closed
   */
  Optional<MemoryPipe> enter(
      String endpoints, MemoryPipe back, MemoryAddress client, SchemeContext clientContext)
      throws IOException {
    ParkPoint entrance = clientContext.parkPoint(endpoints);
    entrance.deadline(clientContext.openDeadline());
    entrances.add(entrance);
    try (ParkPoint.Call call = entrance.begin("connect")) {
      MemoryPipe there = new MemoryPipe(capacityBytes);
      while (!add(new Client(there, back, client))) {
        if (!isOpen()) {
          return Optional.empty();
        }
        call.await(() -> hasRoom() || !isOpen(), 0);
      }
      return Optional.of(there);
    } finally {
      entrances.remove(entrance);
      entrance.close();
    }
  }

  private boolean add(Client client) {
    waitingLock.lock();
    try {
      if (isGone || waiting.size() >= backlog) {
        return false;
      }
      waiting.add(client);
    } finally {
      waitingLock.unlock();
    }
    acceptable();
    return true;
  }

  private boolean hasRoom() {
    waitingLock.lock();
    try {
      return waiting.size() < backlog;
    } finally {
      waitingLock.unlock();
    }
  }

  @Override
  protected Optional<StreamConnector> take() throws IOException {
    Client client;
    waitingLock.lock();
    try {
      client = waiting.poll();
    } finally {
      waitingLock.unlock();
    }
    if (client == null) {
      return Optional.empty();
    }
    entrances.forEach(ParkPoint::signal);
    MemoryStream accepted =
        new MemoryStream(
            uri(),
            context,
            client.in(),
            client.out(),
            Optional.of(address),
            Optional.of(client.address()));
    accepted.interruptPolicy(interruptPolicy());
    return Optional.of(AbstractStream.open(accepted));
  }

  @Override
  protected boolean isAcceptable() {
    waitingLock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      waitingLock.unlock();
    }
  }

  @Override
  protected void ended() {
    left();
    waitingLock.lock();
    try {
      isGone = true;
      for (Client client : waiting) {
        client.in().readerLeaves();
        client.out().writerLeaves();
      }
      waiting.clear();
    } finally {
      waitingLock.unlock();
    }
    entrances.forEach(ParkPoint::signal);
  }

  @Override
  public Optional<SocketAddress> localAddress() {
    return Optional.of(address);
  }
}
